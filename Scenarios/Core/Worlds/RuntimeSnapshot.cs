using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;

namespace GmpSim.Scenarios.Worlds;

/// <summary>The running counts of the Go runtime at one instant.</summary>
internal sealed record RuntimeSnapshot
{
    private long UselessReturns { get; init; }

    private long LostEvents { get; init; }

    private long Migrations { get; init; }

    private long Steals { get; init; }

    private long StealAttempts { get; init; }

    private long ThreadsCreated { get; init; }

    private long GcCycles { get; init; }

    private long Calls { get; init; }

    private long ReusedCalls { get; init; }

    private long Dials { get; init; }

    private SimDuration DialTime { get; init; }

    internal static RuntimeSnapshot Take(World world)
    {
        var counters = world.Process.Counters;
        return new()
        {
            UselessReturns = counters.UselessReturns,
            LostEvents = counters.LostEvents,
            Migrations = counters.Migrations,
            Steals = counters.Steals,
            StealAttempts = counters.StealAttempts,
            ThreadsCreated = counters.ThreadsCreated,
            GcCycles = counters.GcCycles,
            Calls = world.Shared.Calls,
            ReusedCalls = world.Shared.ReusedCalls,
            Dials = world.Shared.Dials,
            DialTime = world.Shared.DialTime,
        };
    }

    /// <summary>The metrics over the window since <paramref name="before"/>.</summary>
    /// <param name="before">The counts when the window began.</param>
    /// <param name="world">What they are the counts of.</param>
    /// <param name="set">Takes a metric.</param>
    /// <param name="seconds">Length of the window.</param>
    internal void Since(RuntimeSnapshot before, World world, Action<Metric, double?> set, double seconds)
    {
        var counters = world.Process.Counters;
        var now = world.Simulation.Now;
        void SetRate(Metric metric, long count) => set(metric, count / seconds);

        SetSchedLatency(set, counters);
        if (world.HasNetwork)
        {
            if (counters.NetpollBlock.Count > 0) set(Metrics.NetpollBlockMeanUs, counters.NetpollBlock.MeanPicoseconds / 1e6);
            SetRate(Metrics.UselessReturnsPerS, UselessReturns - before.UselessReturns);
            set(Metrics.LostEvents, LostEvents - before.LostEvents);
        }

        if (Dials > before.Dials) set(Metrics.DialMeanMs, (DialTime - before.DialTime).Milliseconds / (Dials - before.Dials));
        if (Calls > before.Calls) set(Metrics.CallReuseRate, (ReusedCalls - before.ReusedCalls) / (double)(Calls - before.Calls));
        SetRate(Metrics.MigrationsPerS, Migrations - before.Migrations);
        SetRate(Metrics.StealsPerS, Steals - before.Steals);
        SetRate(Metrics.StealAttemptsPerS, StealAttempts - before.StealAttempts);
        set(Metrics.SpinningShare, counters.SpinningMs.Mean(now) / world.Process.Options.Gomaxprocs);
        set(Metrics.ThreadsCreated, ThreadsCreated - before.ThreadsCreated);
        SetRate(Metrics.ThreadsCreatedPerS, ThreadsCreated - before.ThreadsCreated);
        set(Metrics.RunqMean, counters.Runnable.Mean(now));
        set(Metrics.RunqMax, counters.Runnable.Max);
        set(Metrics.GoroutinesMax, counters.Live.Max);
        if (world.Process.Gc is null) return;
        set(Metrics.GcCyclesPerMin, (GcCycles - before.GcCycles) / seconds * 60);
        if (counters.GcPauses.Count > 0) set(Metrics.GcPauseMeanUs, counters.GcPauses.MeanPicoseconds / 1e6);
    }

    private static void SetSchedLatency(Action<Metric, double?> set, RuntimeCounters counters)
    {
        if (counters.SchedLatency.Count == 0) return;
        set(Metrics.SchedLatencyP50Ns, counters.SchedLatency.Quantile(0.5).Nanoseconds);
        set(Metrics.SchedLatencyP99Ns, counters.SchedLatency.Quantile(0.99).Nanoseconds);
        set(Metrics.PWaitMeanMs, counters.SchedLatency.MeanPicoseconds / 1e9);
    }
}
