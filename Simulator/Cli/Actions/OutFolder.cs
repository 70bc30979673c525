namespace GmpSim.Cli.Actions;

/// <summary>Looks at an output folder before anything is written.</summary>
internal static class OutFolder
{
    private const int MostNamed = 3;

    /// <summary>Why results cannot go there; <see langword="null"/> when they can.</summary>
    internal static string? Problem(string folder)
    {
        if (folder.Length == 0) return "--out needs the name of a folder";
        if (File.Exists(folder)) return $"'{folder}' is a file; --out needs a folder";
        if (OwnFiles.ForeignIn(folder) is { Count: > 0 } foreign)
            return $"folder '{folder}' holds files that gmpsim did not write ({Named(foreign)}); choose another --out";
        try
        {
            // Creating a folder that was missing is the one trace a refused run can leave: only good input comes here.
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, ".gmpsim-probe");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"'{folder}' cannot be written to: {error.Message}";
        }
    }

    private static string Named(IReadOnlyList<string> files)
    {
        var named = string.Join(", ", files.Take(MostNamed));
        return files.Count > MostNamed ? $"{named} and {files.Count - MostNamed} more" : named;
    }

    /// <summary>Why a file cannot be written; <see langword="null"/> when its folder is there and the name is not a folder's.</summary>
    internal static string? FileProblem(string file)
    {
        if (file.Length == 0) return "--out needs the name of a file";
        if (Directory.Exists(file)) return $"'{file}' is a folder; --out needs a file";
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        return Directory.Exists(folder) ? null : $"there is no folder '{folder}' to write '{Path.GetFileName(file)}' to";
    }
}
