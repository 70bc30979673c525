using System.Globalization;
using System.Text.Json.Nodes;
using GmpSim.Scenarios.Diagnostics;

namespace GmpSim.Scenarios.Schema.Values;

/// <summary>A Go version, read as its minor number: <c>"1.22"</c> is 22.</summary>
internal sealed class GoVersionValue : ValueKind<int>
{
    /// <summary>Oldest minor version of Go 1 that has rules here.</summary>
    public const int Oldest = 14;

    /// <summary>Newest minor version of Go 1 that has rules here.</summary>
    public const int Newest = 27;

    private static IEnumerable<string> Versions => Enumerable.Range(Oldest, Newest - Oldest + 1).Select(minor => $"1.{minor}");

    /// <inheritdoc/>
    public override string Noun => "a Go version";

    /// <inheritdoc/>
    public override string Example => "1.22";

    /// <inheritdoc/>
    public override ValueProblem? TryParse(string text, out int value)
    {
        value = 0;
        var bare = text.StartsWith("go", StringComparison.OrdinalIgnoreCase) ? text[2..].Trim() : text;
        var parts = bare.Split('.');
        var isVersion = parts.Length is 2 or 3 && parts[0] == "1" && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out value);
        if (!isVersion) return new(Codes.NotAChoice, $"{Readable.Quoted(text)} is not a Go version from 1.{Oldest} to 1.{Newest}, such as '1.22'");
        if (value is < Oldest or > Newest)
            return new(Codes.NotAChoice, $"Go {Readable.Cut(bare)} has no rules here: 1.{Oldest} to 1.{Newest} have", Suggestion(parts[1], value));
        return text == $"1.{value}" ? null : new(Codes.NotAChoice, $"{Readable.Quoted(text)} is not written like '1.22'", $"1.{value}");
    }

    // A tool that has read 1.20 as a number writes 1.2.
    private static string Suggestion(string written, int minor)
    {
        if (written.Length == 1 && minor * 10 is >= Oldest and <= Newest) return $"1.{minor}0";
        return minor < Oldest ? $"1.{Oldest}" : $"1.{Newest}";
    }

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => new()
    {
        ["enum"] = new JsonArray([.. Versions.Select(version => (JsonNode)version), .. Versions.Select(version => (JsonNode)decimal.Parse(version, CultureInfo.InvariantCulture))]),
    };
}
