using GmpSim.Calibration.Golang;
using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli.Golang;

/// <summary>
/// Simulated runs as real Go programs are seen: scheduling latencies are those that runtime/metrics would say, sampled and in Go's buckets, not exact as in the tables; and schedtrace is read.
/// </summary>
/// <param name="simulated">Simulates.</param>
/// <param name="schedTrace">Takes what schedtrace says.</param>
internal sealed class ObservedExecutor(IRunExecutor simulated, SchedTraceRuns schedTrace) : IRunExecutor, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("gmpsim-schedtrace-");

    /// <inheritdoc/>
    public RunRecord Execute(RunRequest request, CancellationToken cancel)
    {
        // Looking changes nothing in a simulated run, so that one run serves for all figures.
        var file = Path.Combine(_folder.FullName, "lines.txt");
        var run = simulated.Execute(request with { Options = request.Options with { SchedTrace = new(new(SchedTraceRuns.Period, Detail: false), _ => file) } }, cancel);
        if (File.Exists(file)) schedTrace.AddSimulated(request, LinesWithin(file, request.Warmup));
        File.Delete(file);
        return Sampled(run);
    }

    /// <inheritdoc/>
    public PilotSeries Pilot(RunRequest request, SimDuration bin, CancellationToken cancel) => simulated.Pilot(request, bin, cancel);

    /// <summary>Removes the temporary folder.</summary>
    public void Dispose() => _folder.Delete(recursive: true);

    // The first line comes within sysmon's first round, 20 us after the start: times of lines are times of the run.
    private static List<SchedTraceLine> LinesWithin(string file, SimDuration warmup) =>
        [.. File.ReadLines(file).Select(SchedTraceLine.TryParse).OfType<SchedTraceLine>().Where(line => line.AtMs >= warmup.WholeMilliseconds)];

    private static RunRecord Sampled(RunRecord run)
    {
        if (run.RuntimeMetrics.FirstOrDefault(metric => metric.Name == SchedulingLatencies.MetricName) is not { } sampled) return run;
        var values = run.Values.ToArray();
        GoValues.SetLatencies(values, new(sampled.Buckets));
        return run with { Values = values };
    }
}
