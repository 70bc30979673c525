using GmpSim.Calibration.Golang;
using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli.Golang;

/// <summary>Simulated runs whose scheduling latencies are those that runtime/metrics would say: sampled, in Go's buckets, and not exact as in the tables. So they can be held against real ones.</summary>
/// <param name="simulated">Simulates.</param>
internal sealed class SampledExecutor(IRunExecutor simulated) : IRunExecutor
{
    /// <inheritdoc/>
    public RunRecord Execute(RunRequest request, CancellationToken cancel)
    {
        var run = simulated.Execute(request, cancel);
        if (run.RuntimeMetrics.FirstOrDefault(metric => metric.Name == SchedulingLatencies.MetricName) is not { } sampled) return run;
        var values = run.Values.ToArray();
        GoValues.SetLatencies(values, new(sampled.Buckets));
        return run with { Values = values };
    }

    /// <inheritdoc/>
    public PilotSeries Pilot(RunRequest request, SimDuration bin, CancellationToken cancel) => simulated.Pilot(request, bin, cancel);
}
