using System.Text.Encodings.Web;
using System.Text.Json;
using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary><c>manifest.json</c>: where the figures came from, and what the scenarios say of themselves.</summary>
/// <remarks>No time stamp, no machine name, no absolute path: the same input gives the same bytes.</remarks>
/// <param name="Format">Version of this file's shape; 1.</param>
/// <param name="Title">Title of the scenario file; may be empty.</param>
/// <param name="ToolVersion">Version of the tool.</param>
/// <param name="CommandLine">The command that makes these results again.</param>
/// <param name="Files">The scenario files with their hashes.</param>
/// <param name="Seeds">Root seed of each scenario.</param>
/// <param name="Scenarios">What the scenarios say of themselves, in order.</param>
/// <param name="Assumptions">What all figures rest on.</param>
/// <param name="Machines">The machines that scenarios ran on, with every cost and its source.</param>
public sealed record ManifestFile(
    int Format,
    string Title,
    string ToolVersion,
    string CommandLine,
    IReadOnlyList<SourceFile> Files,
    IReadOnlyList<ScenarioSeed> Seeds,
    IReadOnlyList<ScenarioText> Scenarios,
    IReadOnlyList<Assumption> Assumptions,
    IReadOnlyList<MachineFacts> Machines)
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",

        // The file is read by people and never pasted into a page as it is: `µ` and `<` stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new SimDurationConverter() },
    };

    /// <summary>The manifest of a batch.</summary>
    public static ManifestFile From(BatchResult batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var facts = batch.Manifest;
        return new(
            1, batch.Title, facts.ToolVersion, facts.CommandLine, facts.Files, facts.Seeds,
            [.. batch.Scenarios.Select(ScenarioText.From)], facts.Assumptions, facts.Machines);
    }

    /// <summary>Writes the manifest into <paramref name="folder"/> in one step.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(string folder) => AtomicFile.Write(Path.Combine(folder, TableFiles.Manifest), JsonSerializer.Serialize(this, s_options) + "\n");

    /// <summary>Reads the manifest of a folder; <see langword="null"/> when it has none.</summary>
    /// <exception cref="TableException">The file is not a manifest; the message is a diagnostic.</exception>
    public static ManifestFile? Read(string folder)
    {
        var path = Path.Combine(folder, TableFiles.Manifest);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<ManifestFile>(File.ReadAllBytes(path), s_options);
        }
        catch (JsonException problem)
        {
            throw TableException.At(
                path, (int)(problem.LineNumber ?? 0) + 1, (int)(problem.BytePositionInLine ?? 0) + 1, "GMP1005", "this is not a manifest", problem);
        }
    }
}
