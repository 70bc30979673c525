using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>A goroutine (G).</summary>
public sealed class Goroutine
{
    internal Goroutine()
    {
    }

    /// <summary>Number of the goroutine, from 1; never given twice, though descriptors are reused (gfput, gfget).</summary>
    public long Id { get; private set; }

    /// <summary>Its code.</summary>
    public IGoroutineBody Body { get; private set; } = null!;

    /// <summary>What it is doing (runtime2.go, Gidle…).</summary>
    public GoroutineStatus Status { get; internal set; } = GoroutineStatus.Idle;

    /// <summary>What it parked for last, even when it is not waiting any more (g.waitreason).</summary>
    public WaitReason WaitReason { get; private set; }

    /// <summary>The request it is working on or is about to read; <see langword="null"/> for none.</summary>
    public LatencyClock? Clock { get; set; }

    /// <summary>Whether it has been asked to give up its P (g.preempt).</summary>
    public bool PreemptRequested { get; internal set; }

    /// <summary>Number of the P it ran on last; −1 before the first time.</summary>
    internal int LastP { get; set; } = -1;

    /// <summary>Number of the core it ran on last; −1 before the first time. Its descriptor and its stack are in that core's cache.</summary>
    internal short LastCore { get; set; } = -1;

    /// <summary>Number of the check that has seen it last.</summary>
    internal int SeenInCheck { get; set; }

    /// <summary>When it became runnable; while it waits for a mutex, since when it waits.</summary>
    internal SimTime RunnableSince { get; set; }

    /// <summary>Counts departures from running, from a random start (g.trackingSeq).</summary>
    internal byte TrackingSeq { get; set; }

    /// <summary>Whether its time until it next runs goes into /sched/latencies (g.tracking).</summary>
    internal bool IsTracked { get; set; }

    /// <summary>When the descriptor that woke it became ready in the kernel; only meaningful with <see cref="WokenByNetpoll"/>.</summary>
    internal SimTime FdReadyAt { get; set; }

    internal bool WokenByNetpoll { get; set; }

    /// <summary>The descriptor that it is parked on, or was until it goes on; <see langword="null"/> otherwise.</summary>
    internal PollDesc? PollDesc { get; set; }

    /// <summary>The direction in which it waits for <see cref="PollDesc"/>.</summary>
    internal PollMode PollMode { get; set; }

    /// <summary>What it waits with, or has been woken with and not looked at yet (g.waiting): an entry of a channel or a semaphore, the first one of a select.</summary>
    internal Sudog? Waiting { get; set; }

    /// <summary>Whether somebody has won the select that it waits in (g.selectDone).</summary>
    internal bool SelectDone { get; set; }

    /// <summary>Its timer for time.Sleep (g.timer); made when it first sleeps, and kept with the descriptor.</summary>
    internal SleepTimer? SleepTimer { get; set; }

    /// <summary>Its timer for waiting for a pool no longer than it will; made when it first needs one, and kept with the descriptor.</summary>
    internal PoolTimer? PoolTimer { get; set; }

    /// <summary>Bytes that it may allocate before it has to assist; negative for a debt (g.gcAssistBytes). Of the cycle <see cref="AssistCycle"/>.</summary>
    internal long AssistBytes { get; set; }

    internal int AssistCycle { get; set; }

    /// <summary>The only M that may run it, if it has called LockOSThread (g.lockedm).</summary>
    internal WorkerThread? LockedM { get; set; }

    /// <summary>Next in the global queue (schedlink).</summary>
    internal Goroutine? SchedLink { get; set; }

    /// <summary>gopark: running → waiting. Whoever will ready it must know it before this thread's next wait.</summary>
    internal void Park(WaitReason why)
    {
        RuntimeMetrics.LeavesRunning(this);
        Status = GoroutineStatus.Waiting;
        WaitReason = why;
    }

    /// <summary>As <see cref="Park(WaitReason)"/>, for waits that are counted themselves.</summary>
    internal void Park(WaitReason why, SimTime at)
    {
        Park(why);
        RunnableSince = at;
    }

    /// <summary>A dead descriptor becomes a new goroutine.</summary>
    internal void Begin(long id, IGoroutineBody body)
    {
        Id = id;
        Body = body;
        Status = GoroutineStatus.Dead; // newproc1: fresh ones are too, until they are put into a run queue
        WaitReason = WaitReason.None;
        Clock = null;
        PreemptRequested = false;
        LastP = -1;
        LastCore = -1;
        WokenByNetpoll = false;
        SchedLink = null;
        AssistCycle = 0;
    }
}
