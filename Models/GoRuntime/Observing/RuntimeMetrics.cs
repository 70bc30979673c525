using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>What runtime/metrics of the simulated process counts beyond <see cref="RuntimeCounters"/>, in Go's way: scheduling latencies sampled, durations in Go's buckets.</summary>
public sealed class RuntimeMetrics
{
    /// <summary>One departure from running in how many is followed. Source: gTrackingPeriod, runtime2.go, from 1.17.</summary>
    private const int TrackingPeriod = 8;

    private readonly GoRules _rules;
    private readonly RandomStream _phase;

    internal RuntimeMetrics(GoRules rules, Simulation simulation)
    {
        _rules = rules;
        _phase = simulation.Stream("go/latency-sampling");
    }

    /// <summary>/sched/latencies:seconds.</summary>
    public TimeHistogram SchedLatencies { get; } = new();

    /// <summary>/sched/pauses/stopping/gc:seconds.</summary>
    public TimeHistogram GcStopping { get; } = new();

    /// <summary>/sched/pauses/total/gc:seconds.</summary>
    public TimeHistogram GcPauses { get; } = new();

    /// <summary>/sched/pauses/stopping/other:seconds.</summary>
    public TimeHistogram OtherStopping { get; } = new();

    /// <summary>/sched/pauses/total/other:seconds.</summary>
    public TimeHistogram OtherPauses { get; } = new();

    /// <summary>/sync/mutex/wait/total:seconds: every eighth wait, eightfold. Waits for locks inside the runtime, which Go adds, are not in it.</summary>
    public SimDuration MutexWait { get; private set; }

    /// <summary>/sched/goroutines-created:goroutines.</summary>
    public long GoroutinesCreated { get; private set; }

    /// <summary>What the collector's work had cost when the window began.</summary>
    internal GcCpuTime GcCpuBefore { get; private set; }

    /// <summary>The measured window begins: everything starts over.</summary>
    /// <param name="counters">What the runtime has done so far.</param>
    public void RestartWindow(RuntimeCounters counters)
    {
        GcCpuBefore = GcCpuTime.Of(counters);
        SchedLatencies.Clear();
        GcStopping.Clear();
        GcPauses.Clear();
        OtherStopping.Clear();
        OtherPauses.Clear();
        MutexWait = SimDuration.Zero;
        GoroutinesCreated = 0;
    }

    /// <summary>newproc1: a goroutine begins somewhere in its round of eight.</summary>
    internal void Created(Goroutine g)
    {
        GoroutinesCreated++;
        g.TrackingSeq = (byte)_phase.NextBits();
        g.IsTracked = g.TrackingSeq % TrackingPeriod == 0;
    }

    /// <summary>casgstatus to runnable: from running a departure; from waiting for a mutex the end of a wait.</summary>
    internal void BecomesRunnable(Goroutine g, SimTime at)
    {
        if (g.Status == GoroutineStatus.Running) LeavesRunning(g);
        else if (g.IsTracked && g.Status == GoroutineStatus.Waiting && g.WaitReason.IsMutexWait()) MutexWait += (at - g.RunnableSince) * TrackingPeriod;
    }

    /// <summary>casgstatus from running.</summary>
    internal static void LeavesRunning(Goroutine g)
    {
        if (g.TrackingSeq++ % TrackingPeriod == 0) g.IsTracked = true;
    }

    /// <summary>casgstatus to running: how long a goroutine that is followed was runnable.</summary>
    internal void Runs(Goroutine g, SimDuration runnable)
    {
        if (!g.IsTracked) return;
        g.IsTracked = false;
        SchedLatencies.Record(runnable);
    }

    /// <summary>running → syscall → running: up to 1.25 a departure like any other, which ends without having been runnable; from 1.26 none.</summary>
    internal void ComesBackFromSyscall(Goroutine g)
    {
        if (_rules.LatencySamplingIgnoresSyscalls) return;
        LeavesRunning(g);
        Runs(g, SimDuration.Zero);
    }

    internal void CountPause(StopReason reason, SimDuration stopping, SimDuration total)
    {
        (reason == StopReason.Gc ? GcStopping : OtherStopping).Record(stopping);
        (reason == StopReason.Gc ? GcPauses : OtherPauses).Record(total);
    }
}
