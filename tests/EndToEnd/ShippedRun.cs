namespace GmpSim.Tests.EndToEnd;

/// <summary>Results of a scenario file of the repository, run once for all tests that look at them.</summary>
[SetUpFixture]
public sealed class ShippedRun
{
    private static readonly Dictionary<string, string> s_folders = new(StringComparer.Ordinal);

    /// <summary>Folder of the repository.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>The folder with the results of a file.</summary>
    /// <param name="file">Its path from the root of the repository.</param>
    internal static string Of(string file)
    {
        if (s_folders.TryGetValue(file, out var known)) return known;
        var folder = Directory.CreateTempSubdirectory("gmpsim-shipped-").FullName;
        s_folders[file] = folder;
        var ended = Gmpsim.Run(Root, "run", file, "--out", folder, "--quiet");
        Assert.That(ended.ExitCode, Is.Zero, ended.ToString());
        return folder;
    }

    /// <summary>Removes the results.</summary>
    [OneTimeTearDown]
    public static void Remove()
    {
        foreach (var folder in s_folders.Values) Directory.Delete(folder, recursive: true);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "GmpSim.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
