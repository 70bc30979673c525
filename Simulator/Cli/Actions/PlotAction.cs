using GmpSim.Reports;
using GmpSim.Reports.Tables;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim plot</c> promises.</summary>
internal sealed class PlotAction(Terminal terminal)
{
    internal int Run(IReadOnlyList<string> paths, string? outFolder)
    {
        try
        {
            var folders = paths.Where(Directory.Exists).ToList();
            var tables = folders.Count > 1
                ? ResultTables.Overlay([.. folders.Select(folder => (NameOf(folder, folders), TableReader.ReadFolder(folder)))])
                : folders.Count == 1 && paths.Count == 1 ? TableReader.ReadFolder(paths[0]) : TableReader.ReadFiles(paths);
            var target = outFolder ?? (folders.Count > 0 ? folders[0] : Path.GetDirectoryName(Path.GetFullPath(paths[0]))!);
            var manifest = folders.Count == 1 ? ManifestFile.Read(folders[0]) : null;
            var drawn = ResultFolder.Redraw(tables, manifest, target, ChartRenderers.Default);
            foreach (var remark in drawn.Remarks) terminal.Error.WriteLine($"note: {remark}");
            if (drawn.Pictures == 0)
            {
                terminal.Error.WriteLine("gmpsim: error: there is nothing to draw; give a folder with all its tables");
                return ExitCodes.BadInput;
            }

            terminal.Out.WriteLine($"Plots are in {Path.Combine(target, "plots")}.");
            return ExitCodes.Done;
        }
        catch (TableException problem)
        {
            terminal.Error.WriteLine(problem.Message);
            return ExitCodes.BadInput;
        }
    }

    // Folders of one name are told apart by their paths.
    private static string NameOf(string folder, List<string> all)
    {
        var name = LastPart(folder);
        return all.Count(other => LastPart(other) == name) == 1 ? name : ManifestBuilder.Portable(folder);
    }

    private static string LastPart(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
}
