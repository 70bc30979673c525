using System.Runtime.CompilerServices;

namespace GmpSim.Tests.Unit.Scenarios;

/// <summary>The valid files of the corpus, as a start for damage.</summary>
internal static class HostileFileTexts
{
    /// <summary>Their texts.</summary>
    public static IReadOnlyList<string> Good { get; } = [.. Paths.Select(File.ReadAllText)];

    /// <summary>Their paths, in order.</summary>
    public static IEnumerable<string> Paths => Directory.GetFiles(Folder(), "valid-*.yaml").Order(StringComparer.Ordinal);

    /// <summary>Folder of the corpus.</summary>
    public static string Folder([CallerFilePath] string path = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "Golden", "Diagnostics"));
}
