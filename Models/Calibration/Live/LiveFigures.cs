using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Calibration.Live;

/// <summary>Makes the metrics of a real run; what cannot be measured stays empty.</summary>
internal static class LiveFigures
{
    /// <summary>The outcome of the window between two looks.</summary>
    internal static LiveOutcome Of(ILiveServer server, LiveSnapshot before, LiveSnapshot after, Histogram latency, long errors)
    {
        var values = new double?[Metrics.All.Count];
        var seconds = (after.AtNs - before.AtNs) / 1e9;
        var counted = after.Counters.Since(before.Counters);
        var (own, client) = (after.Server - before.Server, after.Client - before.Client);
        var cores = (double)Environment.ProcessorCount;

        void Set(Metric metric, double value) => values[metric.Index] = double.IsFinite(value) ? value : null;
        void SetRate(Metric metric, double count) => Set(metric, count / seconds);

        Set(Metrics.Requests, counted.Requests);
        SetRate(Metrics.ThroughputRps, counted.Requests);
        Set(Metrics.Errors, errors + counted.Errors);
        DurationMetrics.OfLatency(latency, Set);
        DurationMetrics.OfSkew(server.Skew, Set);
        if (server.CountsByRequest) SetThreads(Set, server, counted);
        if (server.Ps > 0) SetRuntime(Set, SetRate, server, counted, seconds);
        SetRate(Metrics.EpollWaitPerS, counted.EpollWaits);
        SetRate(Metrics.EpollCtlPerS, counted.EpollControls);
        SetWakeups(Set, SetRate, server.SleepsInWaitsOnly ? own.Voluntary : counted.EpollSleeps, counted, server.CountsByRequest ? counted.Requests : counted.EpollEvents);
        SetRate(Metrics.VoluntarySwitchesPerS, own.Voluntary + client.Voluntary);
        SetRate(Metrics.InvoluntarySwitchesPerS, own.Involuntary + client.Involuntary);
        SetRate(Metrics.ContextSwitchesPerS, own.Voluntary + client.Voluntary + own.Involuntary + client.Involuntary);
        Set(Metrics.CpuUtilisation, (own.CpuNs + client.CpuNs) / 1e9 / (seconds * cores));
        if (counted.Requests > 0) Set(Metrics.CpuUsPerRequest, own.CpuNs / 1e3 / counted.Requests);
        Set(Metrics.CpuStealShare, (after.StolenTicks - before.StolenTicks) / MachineTicks.PerSecond / (seconds * cores));
        Set(Metrics.SimSeconds, seconds);
        return new(values, latency, server.Skew);
    }

    private static void SetThreads(Action<Metric, double> set, ILiveServer server, LiveCounters counted)
    {
        if (counted.Requests > 0) set(Metrics.EmptyReadsPerEvent, counted.EmptyReads / (double)counted.Requests);
        var taken = server.Skew.Sum(thread => thread.Count);
        if (taken == 0) return;
        set(Metrics.ThreadShareMax, server.Skew.Max(thread => thread.Count) / (double)taken);
        set(Metrics.ThreadShareFirst, server.Skew[0].Count / (double)taken);
    }

    private static void SetRuntime(Action<Metric, double> set, Action<Metric, double> setRate, ILiveServer server, LiveCounters counted, double seconds)
    {
        if (server.SchedLatency is { Count: > 0 } waits)
        {
            set(Metrics.SchedLatencyP50Ns, waits.Quantile(0.5).Nanoseconds);
            set(Metrics.SchedLatencyP99Ns, waits.Quantile(0.99).Nanoseconds);
            set(Metrics.PWaitMeanMs, waits.MeanPicoseconds / 1e9);
        }

        if (counted.PollBlocks > 0) set(Metrics.NetpollBlockMeanUs, counted.PollBlockNs / 1e3 / counted.PollBlocks);
        setRate(Metrics.UselessReturnsPerS, counted.UselessReturns);
        setRate(Metrics.FutexWakesPerS, counted.FutexWakes);
        setRate(Metrics.MigrationsPerS, counted.Migrations);
        setRate(Metrics.StealsPerS, counted.Steals);
        setRate(Metrics.StealAttemptsPerS, counted.StealAttempts);
        set(Metrics.SpinningShare, counted.SpinningNs / 1e9 / seconds / server.Ps);
        set(Metrics.ThreadsCreated, counted.ThreadsCreated);
        setRate(Metrics.ThreadsCreatedPerS, counted.ThreadsCreated);
    }

    private static void SetWakeups(Action<Metric, double> set, Action<Metric, double> setRate, long woken, LiveCounters counted, long events)
    {
        // Two looks at different threads are not of one instant: a wake-up may be counted on one side of the line and its return on the other.
        var spurious = Math.Max(0, woken - counted.UsefulWakeups);
        setRate(Metrics.EpollWakeupsPerS, woken);
        setRate(Metrics.SpuriousWakeupsPerS, spurious);
        if (events == 0) return;
        set(Metrics.WakeupsPerEvent, woken / (double)events);
        set(Metrics.UsefulWakeupsPerEvent, (woken - spurious) / (double)events);
        set(Metrics.SpuriousWakeupsPerEvent, spurious / (double)events);
    }
}
