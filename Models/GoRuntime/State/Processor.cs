using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>A processor (P): the right to run Go code, with a run queue of its own.</summary>
public sealed class Processor
{
    /// <summary>Capacity of the local run queue. Source: p.runq, runtime/runtime2.go, every version.</summary>
    public const int QueueCapacity = 256;

    internal Processor(int id, Hardware hardware)
    {
        Id = id;
        QueueLine = hardware.NewLine();
        RunnextLine = hardware.NewLine();
        StatusLine = hardware.NewLine();
        Timers = new(hardware.NewLine());
    }

    /// <summary>Number of the P, from 0.</summary>
    public int Id { get; }

    /// <summary>The M that holds it; <see langword="null"/> while idle.</summary>
    public WorkerThread? M { get; internal set; }

    /// <summary>Its status.</summary>
    public ProcessorStatus Status { get; internal set; }

    /// <summary>Whether it belongs to a goroutine in a system call: nobody uses it, and others may claim it (setBlockOnExitSyscall from 1.26 on, the CAS of its status before).</summary>
    public bool IsInSyscall => Status == ProcessorStatus.Syscall || M is { Current.Status: GoroutineStatus.Syscall } or { IsHeldUpInCall: true };

    /// <summary>Whether it is on the idle stack (its bit in idlepMask).</summary>
    public bool IsIdle { get; internal set; }

    /// <summary>The goroutine that runs next and inherits the slice; only the owner fills the slot.</summary>
    public Goroutine? Runnext { get; internal set; }

    /// <summary>Thieves that wait a moment before they take its runnext (runqgrab's usleep).</summary>
    /// <remarks>
    /// From gopark's unlock to runqget one goroutine can be readied while the other lies in runnext. A thief whose wait ends just then gets both, and on a shared core the M that is left without waits a whole
    /// slice: that is how two Ps on one CPU come to rest (traced with Go 1.19, ping-pong: a wait in ten ends there). So where a thief waits, an M lets what its last operation owes pass before it takes runnext;
    /// elsewhere nobody could tell, and it would be an event for every switch.
    /// </remarks>
    internal int ThievesAtRunnext { get; set; }

    /// <summary>Length of the ring, runnext not counted.</summary>
    public int RingLength => unchecked((int)(Tail - Head));

    /// <summary>Whether goroutines wait on it, in the ring or in runnext (not runqempty).</summary>
    public bool HasWork => Runnext is not null || Tail != Head;

    /// <summary>Rises by one with every goroutine that starts a new slice.</summary>
    public uint SchedTick { get; internal set; }

    /// <summary>Rises by one when a system call ends or the P is taken away from one.</summary>
    public uint SyscallTick { get; internal set; }

    /// <summary>Timers set on this P.</summary>
    internal TimerHeap Timers { get; }

    internal Goroutine?[] Ring { get; } = new Goroutine?[QueueCapacity];

    internal uint Head { get; set; }

    internal uint Tail { get; set; }

    /// <summary>The line of runqhead and runqtail: thieves read and CAS what the owner writes.</summary>
    internal CacheLine QueueLine { get; }

    /// <summary>The line of runnext: behind the ring, 2 KiB away from the head.</summary>
    internal CacheLine RunnextLine { get; }

    /// <summary>The line of id, status, schedtick and syscalltick: the owner writes, sysmon reads.</summary>
    internal CacheLine StatusLine { get; }

    /// <summary>What sysmon saw at its last look (sysmontick).</summary>
    internal uint SeenSchedTick { get; set; }

    internal SimTime SeenSchedWhen { get; set; }

    internal uint SeenSyscallTick { get; set; }

    internal SimTime SeenSyscallWhen { get; set; }

    /// <summary>The M that held it last (p.oldm, from 1.26).</summary>
    internal WorkerThread? OldM { get; set; }

    /// <summary>What it marks as at the moment.</summary>
    public MarkWorkerMode MarkWorkerMode { get; internal set; }

    /// <summary>The mark worker that it must run next (p.nextGCMarkWorker).</summary>
    internal Goroutine? NextMarkWorker { get; set; }

    /// <summary>Time that it has marked as a fractional worker in this cycle.</summary>
    internal SimDuration FractionalMarkTime { get; set; }

    /// <summary>Whether it has marked since the last ragged barrier (gcw.flushedWork).</summary>
    internal bool HasFlushedMarkWork { get; set; }

    /// <summary>Whether a function waits to be run on this P (p.runSafePointFn).</summary>
    internal bool MustRunSafePoint { get; set; }

    /// <summary>Core of the M that held it last: where its lines are.</summary>
    internal int LastCore { get; set; }
}
