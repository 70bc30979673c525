using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>What the runtime has done so far, and what is reset when the measured window begins.</summary>
public sealed class RuntimeCounters
{
    internal RuntimeCounters(int processors)
    {
        var skew = new Histogram[processors];
        for (var p = 0; p < processors; p++) skew[p] = new();
        SkewByP = skew;
    }

    /// <summary>Goroutines that ran on another P than the time before.</summary>
    public long Migrations { get; internal set; }

    /// <summary>Successful steals.</summary>
    public long Steals { get; internal set; }

    /// <summary>Victims looked at.</summary>
    public long StealAttempts { get; internal set; }

    /// <summary>Ms created.</summary>
    public long ThreadsCreated { get; internal set; }

    /// <summary>Goroutines executed.</summary>
    public long Executions { get; internal set; }

    /// <summary>Goroutines that went from a ring to the global queue without having run: a full ring sheds its older half.</summary>
    internal long ShedToGlobal { get; set; }

    /// <summary>Executions that inherited the running slice: through runnext.</summary>
    public long InheritedExecutions { get; internal set; }

    /// <summary>Preemptions at the end of a slice.</summary>
    public long Preemptions { get; internal set; }

    /// <summary>Blocking netpolls that returned with events of which none readied a goroutine.</summary>
    public long UselessReturns { get; internal set; }

    /// <summary>Events consumed by a poller that did not know who waited for them; only a faulty one has such.</summary>
    public long LostEvents { get; internal set; }

    /// <summary>Rounds of sysmon.</summary>
    public long SysmonRounds { get; internal set; }

    /// <summary>Ps that sysmon took from system calls.</summary>
    public long Retakes { get; internal set; }

    /// <summary>Garbage collections started.</summary>
    public long GcCycles { get; internal set; }

    /// <summary>Time of dedicated mark workers.</summary>
    public SimDuration GcDedicatedTime { get; internal set; }

    /// <summary>Time of fractional mark workers.</summary>
    public SimDuration GcFractionalTime { get; internal set; }

    /// <summary>Time of idle mark workers.</summary>
    public SimDuration GcIdleTime { get; internal set; }

    /// <summary>Time that goroutines marked for what they allocated.</summary>
    public SimDuration GcAssistTime { get; internal set; }

    /// <summary>Times that GOMAXPROCS was changed.</summary>
    public long GomaxprocsChanges { get; internal set; }

    /// <summary>Goroutines in run queues.</summary>
    public TimeWeightedGauge Runnable { get; } = new();

    /// <summary>Spinning Ms.</summary>
    public TimeWeightedGauge SpinningMs { get; } = new();

    /// <summary>Live goroutines.</summary>
    public TimeWeightedGauge Live { get; } = new();

    /// <summary>Time from runnable to running, of every goroutine.</summary>
    public Histogram SchedLatency { get; } = new();

    /// <summary>Pauses of the collector, from the decision to stop until every P stood (<c>/sched/pauses/stopping/gc</c>).</summary>
    public Histogram GcStopping { get; } = new();

    /// <summary>Pauses of the collector, from the decision to stop until the world ran again (<c>/sched/pauses/total/gc</c>).</summary>
    public Histogram GcPauses { get; } = new();

    /// <summary>As <see cref="GcStopping"/>, for all other stops (<c>/sched/pauses/stopping/other</c>).</summary>
    public Histogram OtherStopping { get; } = new();

    /// <summary>As <see cref="GcPauses"/>, for all other stops (<c>/sched/pauses/total/other</c>).</summary>
    public Histogram OtherPauses { get; } = new();

    /// <summary>Time Ms were blocked in a blocking netpoll.</summary>
    public Histogram NetpollBlock { get; } = new();

    /// <summary>Wake-up skew by P: from the fd being ready in the kernel to its goroutine running.</summary>
    public IReadOnlyList<Histogram> SkewByP { get; }

    internal void CountPause(StopReason reason, SimDuration stopping, SimDuration total)
    {
        (reason == StopReason.Gc ? GcStopping : OtherStopping).Record(stopping);
        (reason == StopReason.Gc ? GcPauses : OtherPauses).Record(total);
    }

    /// <summary>The measured window begins: distributions start over. Counts run on; the caller takes differences.</summary>
    public void RestartWindow(SimTime now)
    {
        Runnable.Restart(now);
        SpinningMs.Restart(now);
        Live.Restart(now);
        SchedLatency.Clear();
        NetpollBlock.Clear();
        GcStopping.Clear();
        GcPauses.Clear();
        OtherStopping.Clear();
        OtherPauses.Clear();
        foreach (var histogram in SkewByP) histogram.Clear();
    }
}
