using GmpSim.Calibration.Live;
using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Live;

/// <summary>Runs points of scenarios for real, on this machine's threads and epoll.</summary>
/// <remarks>Calls may come from any thread, but runs go one at a time. The same request never gives quite the same record: its digest is 0.</remarks>
internal sealed class LiveExecutor : IRunExecutor
{
    /// <summary>Why a scenario cannot be run for real; <see langword="null"/> when it can.</summary>
    internal static string? WhyNot(Scenario scenario)
    {
        if (!OperatingSystem.IsLinux()) return "real runs need Linux";
        return ObstaclesOf(scenario) is [var first, ..] ? first.Feature : null;
    }

    /// <summary>What of a scenario stands in the way of real runs on Linux: the first obstacle of each of its points, each once.</summary>
    internal static IReadOnlyList<LiveObstacle> ObstaclesOf(Scenario scenario) =>
        [.. scenario.Points.Select(point => LiveTranslator.Translate(point.Setup, SimDuration.Zero, 0).Obstacle).OfType<LiveObstacle>().Distinct()];

    /// <inheritdoc/>
    public RunRecord Execute(RunRequest request, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(request);
        var (scenario, obstacle) = LiveTranslator.Translate(request.Point.Setup, request.Warmup, request.Seed);
        if (scenario is null) throw new LiveRefusalException($"{obstacle!.Feature} is not run for real");
        var outcome = LiveRunner.Run(scenario, cancel);
        return new()
        {
            Scenario = request.Scenario,
            Point = request.Point.Coordinates,
            Replication = request.Replication,
            Seed = request.Seed,
            Digest = 0,
            Values = outcome.Values,
            Latency = outcome.Latency,
            SkewByP = outcome.SkewByP,
            Attribution = [],
        };
    }

    /// <summary>Not for real runs, whose warm-up is fixed beforehand; see <see cref="LiveWarmup"/>.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    public PilotSeries Pilot(RunRequest request, SimDuration bin, CancellationToken cancel) => throw new NotSupportedException("A real run has no pilot.");
}
