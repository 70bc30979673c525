using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Scenarios.Worlds;

/// <summary>The running counts of what surrounds the server, at one instant.</summary>
internal sealed record SurroundingsSnapshot
{
    private long Periods { get; init; }

    private long ThrottledPeriods { get; init; }

    private SimDuration ThrottledTime { get; init; }

    private SimDuration BackgroundCpu { get; init; }

    private SimDuration Stolen { get; init; }

    internal static SurroundingsSnapshot Take(Surroundings surroundings) => new()
    {
        Periods = surroundings.Quota?.Periods ?? 0,
        ThrottledPeriods = surroundings.Quota?.ThrottledPeriods ?? 0,
        ThrottledTime = surroundings.Quota?.ThrottledTime ?? SimDuration.Zero,
        BackgroundCpu = surroundings.BackgroundCpu,
        Stolen = surroundings.Stolen,
    };

    /// <summary>The metrics over the window since <paramref name="before"/>.</summary>
    /// <param name="before">The counts when the window began.</param>
    /// <param name="surroundings">What they are the counts of.</param>
    /// <param name="set">Takes a metric.</param>
    /// <param name="seconds">Length of the window.</param>
    /// <param name="cores">Cores of the machine.</param>
    internal void Since(SurroundingsSnapshot before, Surroundings surroundings, Action<Metric, double?> set, double seconds, int cores)
    {
        if (surroundings.Quota is not null)
        {
            var periods = Periods - before.Periods;
            set(Metrics.NrPeriods, periods);
            set(Metrics.NrThrottled, ThrottledPeriods - before.ThrottledPeriods);
            if (periods > 0) set(Metrics.ThrottledShare, (ThrottledPeriods - before.ThrottledPeriods) / (double)periods);
            set(Metrics.ThrottledMsPerS, (ThrottledTime - before.ThrottledTime).Milliseconds / seconds);
        }

        if (surroundings.HasBackground) set(Metrics.BackgroundCores, (BackgroundCpu - before.BackgroundCpu).Seconds / seconds);
        if (surroundings.HasSteal) set(Metrics.CpuStealShare, (Stolen - before.Stolen).Seconds / (seconds * cores));
    }
}
