using GmpSim.Calibration.Golang;
using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli.Golang;

/// <summary>Runs the points of a scenario as real Go programs.</summary>
/// <param name="program">The program, built.</param>
/// <param name="schedTrace">Takes what schedtrace says, in a run of its own.</param>
internal sealed class GoExecutor(GoProgram program, SchedTraceRuns schedTrace) : IRunExecutor
{
    private readonly List<double> _othersShares = [];

    /// <summary>Share of the CPUs' time that other programs took in the median run, 0 to 1.</summary>
    internal double OthersShare => _othersShares.Count == 0 ? 0 : _othersShares.Order().ElementAt(_othersShares.Count / 2);

    /// <summary>Runs a point, and where placement plays no part a second time with schedtrace, which disturbs; takes as long as two warm-ups, windows and starts.</summary>
    /// <exception cref="GoRunException">The program did not do what it should.</exception>
    public RunRecord Execute(RunRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var plan = GoScenario.PlanOf(request.Scenario, request.Point.Setup, request.Warmup);
        var measured = GoRun.Measure(program, plan, cancel);
        if (GoScenario.IsBound(request.Scenario)) schedTrace.AddReal(request, GoRun.Measure(program, plan with { SchedTrace = TimeSpan.FromSeconds(SchedTraceRuns.Period.Seconds) }, cancel).SchedTrace);
        _othersShares.Add(measured.OthersShare);
        return new()
        {
            Scenario = request.Scenario,
            Point = request.Point.Coordinates,
            Replication = request.Replication,
            Seed = request.Seed,
            Digest = 0,
            Values = GoValues.Of(measured),
            Latency = measured.Latency,
            SkewByP = [],
            Attribution = [],
            RuntimeMetrics = [new(SchedulingLatencies.MetricName, null, measured.Latencies.Buckets)],
        };
    }

    /// <summary>Real runs have no pilot.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public PilotSeries Pilot(RunRequest request, SimDuration bin, CancellationToken cancel) => throw new NotSupportedException("A real run has no pilot: its warm-up is given.");
}
