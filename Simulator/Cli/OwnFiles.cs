using GmpSim.Reports.Tables;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli;

/// <summary>Knows which files of an output folder are gmpsim's, and touches no others.</summary>
internal static class OwnFiles
{
    private const string PlotFolder = "plots";
    private const string Manifest = "manifest.json";

    // The manifest goes last: a folder that is cleared halfway is still known as ours.
    private static readonly string[] s_published =
        ["runs.csv", "summary.csv", "verdicts.csv", "skew.csv", "latency.csv", "attribution.csv", "cores.csv", "replicas.csv", "runtime-metrics.csv", "metrics.prom", "traces.jsonl", "report.html", "crash.txt", Manifest];

    /// <summary>Files under names that a run uses, in a folder that no batch has written to; empty for a folder of ours.</summary>
    /// <returns>Their paths inside the folder, with <c>/</c>, in a fixed order.</returns>
    internal static IReadOnlyList<string> ForeignIn(string folder)
    {
        if (!Directory.Exists(folder) || new RunStore(folder, _ => { }).HasOutline || ManifestOf(folder) is not null) return [];
        var runs = Path.Combine(folder, RunStore.RunsFolder);
        IEnumerable<string> found =
        [
            .. s_published.Select(file => Path.Combine(folder, file)).Where(File.Exists),
            .. Plots(folder),
            .. Directory.Exists(runs) ? Directory.EnumerateFiles(runs) : [],
        ];
        return [.. found.Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    /// <summary>Removes what the batches of the folder's manifest and plan have published, and nothing else.</summary>
    internal static void Remove(string folder)
    {
        if (!Directory.Exists(folder)) return;
        var scenarios = Scenarios(folder);
        foreach (var plot in Plots(folder).Where(plot => scenarios.Exists(name => IsPlotOf(name, plot)))) File.Delete(plot);
        var plots = Path.Combine(folder, PlotFolder);
        if (Directory.Exists(plots) && !Directory.EnumerateFileSystemEntries(plots).Any()) Directory.Delete(plots);
        foreach (var file in s_published) File.Delete(Path.Combine(folder, file));
    }

    // A plan that is resumed may have other scenarios than the tables that were published before.
    private static List<string> Scenarios(string folder) =>
    [
        .. ManifestOf(folder)?.Scenarios.Select(scenario => scenario.Name) ?? [],
        .. new RunStore(folder, _ => { }).ReadOutline()?.Scenarios.Select(scenario => scenario.Name) ?? [],
    ];

    private static List<string> Plots(string folder)
    {
        var plots = Path.Combine(folder, PlotFolder);
        return Directory.Exists(plots) ? [.. Directory.EnumerateFiles(plots).Where(file => Path.GetExtension(file) is ".svg" or ".png")] : [];
    }

    private static bool IsPlotOf(string scenario, string file) => Path.GetFileName(file).StartsWith($"{scenario}-", StringComparison.Ordinal);

    // Many programs call a file manifest.json: only one that reads as ours makes the folder ours.
    private static ManifestFile? ManifestOf(string folder)
    {
        try
        {
            return ManifestFile.Read(folder);
        }
        catch (TableException)
        {
            return null;
        }
    }
}
