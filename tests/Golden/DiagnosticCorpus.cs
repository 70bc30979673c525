using System.Runtime.CompilerServices;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Tests.Golden;

/// <summary>
/// The corpus of broken scenario files, one a rule, with the expected output beside each (<c>.txt</c>).
/// <c>GMPSIM_UPDATE_GOLDEN=1</c> records the output anew; look at every difference before it is committed.
/// A first line <c># --set path=value</c> is an override.
/// </summary>
internal static class DiagnosticCorpus
{
    /// <summary>Names of the files without their ending, in order.</summary>
    public static IEnumerable<string> Names => Directory.GetFiles(Folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    /// <summary>Whether expected files are to be written instead of compared.</summary>
    public static bool IsRecording => Environment.GetEnvironmentVariable("GMPSIM_UPDATE_GOLDEN") == "1";

    /// <summary>Folder of the corpus.</summary>
    public static string Folder { get; } = Path.Combine(SourceFolder(), "Diagnostics");

    /// <summary>Root of the repository.</summary>
    public static string Root { get; } = Path.GetFullPath(Path.Combine(SourceFolder(), "..", ".."));

    public static string PathOf(string name, string ending) => Path.Combine(Folder, name + ending);

    /// <summary>The folder as seen from the working directory: messages cut long paths, and where the checkout lies must not matter.</summary>
    private static readonly string s_shortFolder = Path.GetRelativePath(Environment.CurrentDirectory, Folder);

    /// <summary>Reads a file of the corpus.</summary>
    public static ReadResult Read(string name)
    {
        var path = PathOf(name, ".yaml");
        var first = File.ReadLines(path).First();
        const string Mark = "# --set ";
        string[] overrides = first.StartsWith(Mark, StringComparison.Ordinal) ? [first[Mark.Length..]] : [];
        return ScenarioReader.Read(Path.Combine(s_shortFolder, name + ".yaml"), new ReadOptions { Overrides = overrides });
    }

    /// <summary>What a user sees of a file, with paths as from the corpus folder.</summary>
    public static string Output(string name)
    {
        var text = string.Join('\n', Read(name).Problems.Select(problem => problem.ToString()));
        return text.Length == 0 ? "no problems\n" : text.Replace(s_shortFolder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
    }

    /// <summary>Compares a text with a file byte for byte, or records it.</summary>
    public static void Compare(string actual, string expectedPath)
    {
        if (IsRecording) File.WriteAllText(expectedPath, actual);
        Assert.That(actual, Is.EqualTo(File.ReadAllText(expectedPath)), $"{expectedPath} differs; record it with GMPSIM_UPDATE_GOLDEN=1 when the change is meant");
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
