using GmpSim.Reports;
using GmpSim.Results;

namespace GmpSim.Cli;

/// <summary>Writes results as the files of an output folder.</summary>
internal sealed class ResultFiles : IResultPublisher
{
    private const string PlotFolder = "plots";

    // Exactly what a batch publishes: nothing else in the folder is ours to remove.
    private static readonly string[] s_files =
        ["runs.csv", "summary.csv", "verdicts.csv", "skew.csv", "latency.csv", "attribution.csv", "manifest.json", "report.html", "crash.txt"];

    public void Retract(string folder)
    {
        foreach (var file in s_files) File.Delete(Path.Combine(folder, file));
        var plots = Path.Combine(folder, PlotFolder);
        if (!Directory.Exists(plots)) return;
        foreach (var plot in Directory.EnumerateFiles(plots).Where(f => Path.GetExtension(f) is ".svg" or ".png")) File.Delete(plot);
        if (!Directory.EnumerateFileSystemEntries(plots).Any()) Directory.Delete(plots);
    }

    public IReadOnlyList<string> Publish(BatchResult batch, string folder, bool plots) => ResultFolder.Write(batch, folder, ChartRenderers.Default, plots);
}
