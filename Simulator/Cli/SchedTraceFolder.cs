using System.Globalization;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli;

/// <summary>The schedtrace files of a batch: <c>OUT/schedtrace/SCENARIO/POINT-rR.txt</c>.</summary>
internal sealed class SchedTraceFolder(string outFolder)
{
    private const string FirstWord = "SCHED ";
    private readonly string _folder = Path.Combine(outFolder, "schedtrace");

    internal string FileOf(RunRequest request) => FileOf(request.Scenario, PointLabel.Format(request.Point.Coordinates), request.Replication);

    /// <summary>Removes the files of earlier batches.</summary>
    internal void Clear() => KeepOnly([]);

    /// <summary>Removes the files of runs that turned out not to be needed: which ones are begun depends on the number of workers.</summary>
    internal void KeepOnly(BatchResult batch) => KeepOnly(
        batch.Runs.Select(run => FileOf(run.Scenario, PointLabel.Format(run.Point), run.Replication)).ToHashSet(StringComparer.Ordinal));

    private void KeepOnly(HashSet<string> kept)
    {
        if (!Directory.Exists(_folder)) return;
        foreach (var scenario in Directory.EnumerateDirectories(_folder))
        {
            foreach (var file in Directory.EnumerateFiles(scenario, "*.txt").Where(file => !kept.Contains(file) && IsOurs(file))) File.Delete(file);
            RemoveIfEmpty(scenario);
        }

        RemoveIfEmpty(_folder);
    }

    private string FileOf(string scenario, string label, int replication)
    {
        var number = replication.ToString(CultureInfo.InvariantCulture);
        return Path.Combine(_folder, Safe(scenario), label.Length == 0 ? $"r{number}.txt" : $"{Safe(label)}-r{number}.txt");
    }

    private static string Safe(string name) =>
        string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '=' or ';' ? c : '_')).TrimStart('.');

    private static bool IsOurs(string file)
    {
        using var reader = File.OpenText(file);
        return reader.ReadLine()?.StartsWith(FirstWord, StringComparison.Ordinal) ?? true;
    }

    private static void RemoveIfEmpty(string folder)
    {
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }
}
