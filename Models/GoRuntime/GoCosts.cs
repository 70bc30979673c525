using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>What the Go runtime's own code costs, as simulated durations; system calls and cache lines apart.</summary>
/// <remarks>Values come from a machine profile (Models/Profiles), where each has its source. Every cost is at least zero.</remarks>
public sealed record GoCosts
{
    /// <summary>Park one goroutine, pick and start the next from the local queue (<c>go.switch</c>).</summary>
    public required SimDuration Switch { get; init; }

    /// <summary>goready: making one goroutine runnable (<c>go.ready</c>).</summary>
    public required SimDuration Ready { get; init; }

    /// <summary>A go statement, the first run included (<c>go.create</c>).</summary>
    public required SimDuration Create { get; init; }

    /// <summary>Critical section under sched.lock (<c>go.sched_lock_hold</c>).</summary>
    public required SimDuration SchedLockHold { get; init; }

    /// <summary>netpollready for one event, the pollDesc's line apart (<c>go.netpoll_event</c>).</summary>
    public required SimDuration NetpollEvent { get; init; }

    /// <summary>Adding or running one timer (<c>go.timer</c>).</summary>
    public required SimDuration Timer { get; init; }

    /// <summary>One channel operation under the channel's lock, parking and readying apart (<c>go.chan_op</c>); a pool's as well.</summary>
    public required SimDuration ChannelOp { get; init; }

    /// <summary>Queueing on or waking from a semaphore, under the lock of its bucket (<c>go.sema_op</c>).</summary>
    public required SimDuration SemaphoreOp { get; init; }

    /// <summary>One round of a mutex's spinning: 30 PAUSE (<c>go.mutex_spin</c>).</summary>
    public required SimDuration MutexSpin { get; init; }

    /// <summary>entersyscall and exitsyscall, fast path (<c>go.syscall_overhead</c>).</summary>
    public required SimDuration SyscallOverhead { get; init; }

    /// <summary>Letting the P go and taking it back around a system call, up to Go 1.25 (<c>go.syscall_release</c>).</summary>
    public required SimDuration SyscallRelease { get; init; }

    /// <summary>A call into C and back, entersyscall and exitsyscall apart (<c>go.cgo_call</c>).</summary>
    public required SimDuration CgoCall { get; init; }

    /// <summary>Scanning one KiB of the heap or of a stack (<c>go.gc_mark_kib</c>).</summary>
    public required SimDuration GcMarkKib { get; init; }

    /// <summary>Work of sweep termination with the world stopped (<c>go.gc_sweep_termination</c>).</summary>
    public required SimDuration GcSweepTermination { get; init; }

    /// <summary>Work of mark termination with the world stopped (<c>go.gc_mark_termination</c>).</summary>
    public required SimDuration GcMarkTermination { get; init; }

    /// <summary>Sweeping one span of 8 KiB (<c>go.gc_sweep_span</c>).</summary>
    public required SimDuration GcSweepSpan { get; init; }

    /// <summary>mstart: what a new M does before it schedules (<c>go.thread_setup</c>).</summary>
    public required SimDuration ThreadSetup { get; init; }

    /// <summary>Reads every cost from a profile.</summary>
    /// <param name="cost">Gives the value of a key such as <c>go.switch</c>; throws for an unknown one.</param>
    public static GoCosts From(Func<string, SimDuration> cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        return new()
        {
            Switch = cost("go.switch"),
            Ready = cost("go.ready"),
            Create = cost("go.create"),
            SchedLockHold = cost("go.sched_lock_hold"),
            NetpollEvent = cost("go.netpoll_event"),
            Timer = cost("go.timer"),
            ChannelOp = cost("go.chan_op"),
            SemaphoreOp = cost("go.sema_op"),
            MutexSpin = cost("go.mutex_spin"),
            SyscallOverhead = cost("go.syscall_overhead"),
            SyscallRelease = cost("go.syscall_release"),
            CgoCall = cost("go.cgo_call"),
            GcMarkKib = cost("go.gc_mark_kib"),
            GcSweepTermination = cost("go.gc_sweep_termination"),
            GcMarkTermination = cost("go.gc_mark_termination"),
            GcSweepSpan = cost("go.gc_sweep_span"),
            ThreadSetup = cost("go.thread_setup"),
        };
    }
}
