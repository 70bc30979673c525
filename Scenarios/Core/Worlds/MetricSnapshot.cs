using GmpSim.Engine;
using GmpSim.Load;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.Scenarios.Worlds;

/// <summary>The running counts of a world at one instant; two of them make the metrics of the window between.</summary>
internal sealed record MetricSnapshot
{
    private long EpollWaits { get; init; }

    private long EpollWakeups { get; init; }

    private long SpuriousWakeups { get; init; }

    private long EmptyReads { get; init; }

    private long AcceptWakeups { get; init; }

    private long EpollEvents { get; init; }

    private long EpollControls { get; init; }

    private long FutexWakes { get; init; }

    private long ContextSwitches { get; init; }

    private long VoluntarySwitches { get; init; }

    private long InvoluntarySwitches { get; init; }

    private long LineTransfers { get; init; }

    private long FarTransfers { get; init; }

    private double L2Misses { get; init; }

    private double L3Misses { get; init; }

    private long Resets { get; init; }

    private long SynRetransmits { get; init; }

    private long ListenOverflows { get; init; }

    private long PortsExhausted { get; init; }

    private long Refused { get; init; }

    private SimDuration BusyTime { get; init; }

    private SimDuration ServerCpu { get; init; }

    private SurroundingsSnapshot Surroundings { get; init; } = new();

    private RuntimeSnapshot? Runtime { get; init; }

    internal static MetricSnapshot Take(World world)
    {
        var account = world.Account;
        var network = world.Host.Network;
        return new()
        {
            EpollWaits = account.EpollWaits,
            EpollWakeups = account.EpollWakeups,
            SpuriousWakeups = account.SpuriousWakeups,
            EmptyReads = account.SpuriousEvents,
            AcceptWakeups = account.AcceptWakeups,
            EpollEvents = account.EpollEvents,
            EpollControls = account.EpollControls,
            FutexWakes = account.FutexWakes,
            ContextSwitches = world.Host.ThreadSwitches,
            VoluntarySwitches = world.Host.VoluntarySwitches,
            InvoluntarySwitches = world.Host.Preemptions,
            LineTransfers = world.Host.Hardware.LineTransfers,
            FarTransfers = world.Host.Hardware.FarTransfers,
            L2Misses = world.Host.Hardware.L2Misses,
            L3Misses = world.Host.Hardware.LlcMisses,
            Resets = network.Resets,
            SynRetransmits = network.SynRetransmits,
            ListenOverflows = network.ListenOverflows,
            PortsExhausted = network.PortsExhausted,
            Refused = account.Descriptors.Refused,
            BusyTime = world.Host.BusyTime,
            ServerCpu = account.CpuTime,
            Surroundings = SurroundingsSnapshot.Take(world.Surroundings),
            Runtime = world.HasGo ? RuntimeSnapshot.Take(world) : null,
        };
    }

    /// <summary>Every metric over the window since <paramref name="before"/>; what has no meaning in this world is <see langword="null"/>.</summary>
    internal double?[] Since(MetricSnapshot before, World world, SimDuration window)
    {
        var values = new double?[Metrics.All.Count];
        var seconds = window.Seconds;
        var recorder = world.Recorder;
        void Set(Metric metric, double? value) => values[metric.Index] = value is { } number && double.IsFinite(number) ? number : null;
        void SetRate(Metric metric, long count) => Set(metric, count / seconds);

        Set(Metrics.Requests, recorder.Requests);
        Set(Metrics.ThroughputRps, recorder.Requests / seconds);
        Set(Metrics.Errors, recorder.Errors);
        if (world.IsOpen) SetRate(Metrics.OfferedRps, recorder.Arrivals);
        DurationMetrics.OfLatency(recorder.Latency, (metric, value) => Set(metric, value));
        DurationMetrics.OfSkew(world.Skew, (metric, value) => Set(metric, value));
        if (world.HasNetwork)
        {
            SetRate(Metrics.EpollWaitPerS, EpollWaits - before.EpollWaits);
            SetRate(Metrics.EpollWakeupsPerS, EpollWakeups - before.EpollWakeups);
            SetRate(Metrics.SpuriousWakeupsPerS, SpuriousWakeups - before.SpuriousWakeups);
            if (world.Native is { } native) SetNative(Set, before, recorder.Requests, native);
            else SetWakeups(Set, before, EpollWakeups - before.EpollWakeups, EpollEvents - before.EpollEvents);
            SetRate(Metrics.EpollCtlPerS, EpollControls - before.EpollControls);
            Set(Metrics.ConnReuseRate, recorder.ReusedShare);
        }

        if (world.HasConnections) SetConnecting(Set, before, world);

        SetRate(Metrics.FutexWakesPerS, FutexWakes - before.FutexWakes);
        SetRate(Metrics.ContextSwitchesPerS, ContextSwitches - before.ContextSwitches);
        SetRate(Metrics.VoluntarySwitchesPerS, VoluntarySwitches - before.VoluntarySwitches);
        SetRate(Metrics.InvoluntarySwitchesPerS, InvoluntarySwitches - before.InvoluntarySwitches);
        Set(Metrics.CpuUtilisation, (BusyTime - before.BusyTime).Seconds / (seconds * world.Host.Cores.Count));
        if (recorder.Requests > 0)
        {
            Set(Metrics.CpuUsPerRequest, (ServerCpu - before.ServerCpu).Microseconds / recorder.Requests);
            Set(Metrics.LineTransfersPerRequest, (LineTransfers - before.LineTransfers) / (double)recorder.Requests);
            Set(Metrics.FarLineTransfersPerRequest, (FarTransfers - before.FarTransfers) / (double)recorder.Requests);
            Set(Metrics.L2MissesPerRequest, (L2Misses - before.L2Misses) / recorder.Requests);
            Set(Metrics.L3MissesPerRequest, (L3Misses - before.L3Misses) / recorder.Requests);
        }

        if (L2Misses > before.L2Misses) Set(Metrics.L3MissRate, (L3Misses - before.L3Misses) / (L2Misses - before.L2Misses));
        Runtime?.Since(before.Runtime!, world, Set, seconds);
        Surroundings.Since(before.Surroundings, world.Surroundings, Set, seconds, world.Host.Cores.Count);
        Set(Metrics.SimEvents, world.Simulation.EventCount);
        Set(Metrics.SimSeconds, seconds);
        return values;
    }

    private void SetConnecting(Action<Metric, double?> set, MetricSnapshot before, World world)
    {
        var connects = world.Recorder.ConnectTime;
        if (connects.Count > 0)
        {
            set(Metrics.ConnectMeanMs, connects.MeanPicoseconds / 1e9);
            set(Metrics.ConnectP99Ms, connects.Quantile(0.99).Milliseconds);
        }

        var timeWait = world.Host.Network.TimeWait;
        set(Metrics.TimeWaitEnd, timeWait.Count);
        set(Metrics.TimeWaitMean, timeWait.OverTime.Mean(world.Simulation.Now));
        set(Metrics.TimeWaitMax, timeWait.OverTime.Max);
        set(Metrics.FdsMax, world.Account.Descriptors.MostOpen);
        set(Metrics.Emfile, Refused - before.Refused);
        set(Metrics.Eaddrnotavail, PortsExhausted - before.PortsExhausted);
        set(Metrics.Resets, Resets - before.Resets);
        set(Metrics.SynRetransmits, SynRetransmits - before.SynRetransmits);
        set(Metrics.ListenOverflows, ListenOverflows - before.ListenOverflows);
    }

    /// <summary>Useful and spurious wake-ups add up to all.</summary>
    private void SetWakeups(Action<Metric, double?> set, MetricSnapshot before, long woken, double events)
    {
        if (events == 0) return;
        var spurious = SpuriousWakeups - before.SpuriousWakeups;
        set(Metrics.WakeupsPerEvent, woken / events);
        set(Metrics.UsefulWakeupsPerEvent, (woken - spurious) / events);
        set(Metrics.SpuriousWakeupsPerEvent, spurious / events);
    }

    /// <summary>Of a server without the runtime, an event is what its client caused: one that several threads get is one event all the same.</summary>
    private void SetNative(Action<Metric, double?> set, MetricSnapshot before, long events, NativeServer native)
    {
        SetWakeups(set, before, EpollWakeups - before.EpollWakeups + AcceptWakeups - before.AcceptWakeups, events);
        if (events > 0) set(Metrics.EmptyReadsPerEvent, (EmptyReads - before.EmptyReads) / (double)events);
        var taken = native.SkewByThread.Sum(thread => thread.Count);
        if (taken == 0) return;
        set(Metrics.ThreadShareMax, native.SkewByThread.Max(thread => thread.Count) / (double)taken);
        set(Metrics.ThreadShareFirst, native.SkewByThread[0].Count / (double)taken);
    }
}
