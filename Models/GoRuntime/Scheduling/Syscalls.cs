using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>System calls that block the M, and calls into C (entersyscall, entersyscallblock, exitsyscall in proc.go).</summary>
/// <remarks>
/// Entering takes no lock and wakes nobody but a deeply sleeping sysmon: the call may be short. While it lasts the P
/// does nothing; thieves may empty its queue, and sysmon, another M that comes back to it, or a stop of the world
/// may take it. Up to 1.25 the P is let go with status Psyscall and whoever swaps that status owns it; from 1.26 on it
/// stays wired and is claimed through its goroutine (Gsyscall and the scan bit), which costs less and looks the same from outside.
/// </remarks>
public sealed class Syscalls
{
    private readonly GoProcess _process;

    internal Syscalls(GoProcess process) => _process = process;

    private GoRules Rules => _process.Options.Rules;

    /// <summary>A call that takes <paramref name="time"/>: asleep in the kernel without a core, or computing in C.</summary>
    /// <returns>Whether the goroutine goes on running on <paramref name="m"/>; otherwise it leaves with <see cref="RunOutcome.LostP"/> at once.</returns>
    public async Process<bool> Call(WorkerThread m, Goroutine g, SimDuration time, SyscallKind kind)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        var thread = m.Thread;
        await thread.Settle(); // from here on others can see that the P is unused
        GoProcess.LeaveRunning(m, g, LatencyComponent.Syscall, thread.LocalNow);
        if (kind == SyscallKind.KnownToBlock) EnterToBlock(m, g);
        else Enter(m, g);

        if (kind == SyscallKind.Cgo)
        {
            thread.SpendInRuntime(_process.Costs.CgoCall);
            thread.Spend(time);
            await thread.Settle();
        }
        else
        {
            thread.CallKernel();
            if (time > SimDuration.Zero)
            {
                thread.DiscardWakeToken();
                await thread.FallAsleepUntil(thread.LocalNow + time);
            }
            else
            {
                await thread.Settle();
            }
        }

        BookWaitForCore(m, g, kind);
        return await Exit(m, g);
    }

    /// <summary>
    /// What a call that opens a descriptor does first where the table is full (expand_fdtable): it enlarges it, and waits for an RCU grace period when other threads share it. Others
    /// find the larger table.
    /// </summary>
    /// <returns>As <see cref="Call"/>.</returns>
    public Process<bool> EnlargeDescriptorTable(WorkerThread m, Goroutine g)
    {
        var account = _process.Account;
        account.Descriptors.Enlarge();
        return Call(m, g, account.ThreadCount > 1 ? _process.Host.Costs.RcuGracePeriod : SimDuration.Zero, SyscallKind.Ordinary);
    }

    /// <summary>epoll_wait without a time-out, by a goroutine on an instance of its own (golang.org/x/sys/unix, which calls it like any other).</summary>
    /// <param name="m">The M.</param>
    /// <param name="g">The goroutine; it works on no request.</param>
    /// <param name="epoll">The instance.</param>
    /// <param name="events">Where events go; its length is maxevents.</param>
    /// <returns>The number of events; and as <see cref="Call"/>.</returns>
    public async Process<(int Events, bool KeepsP)> EpollWait(WorkerThread m, Goroutine g, EpollInstance epoll, EpollEvent[] events)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        ArgumentNullException.ThrowIfNull(epoll);
        var thread = m.Thread;
        await thread.Settle();
        Enter(m, g);
        var count = await epoll.Wait(thread, events, SimTime.MaxValue);
        await thread.Settle();
        m.NoteWakeUp();
        return (count, await Exit(m, g));
    }

    /// <summary>
    /// The kernel's part of a call that returns at once but keeps it busy for a while, such as a write to a socket. If the thread loses its core within it, its P is one in a system call to everyone else: sysmon takes it
    /// after two looks, and a stop of the world at once. The caller owes nothing else, settles, does what the call does, and ends it with <see cref="EndShortCall"/>.
    /// </summary>
    /// <param name="m">The M.</param>
    /// <param name="kernelTime">What the kernel does in it.</param>
    public static void BeginShortCall(WorkerThread m, SimDuration kernelTime)
    {
        ArgumentNullException.ThrowIfNull(m);
        m.Thread.CallKernel(kernelTime);
        m.ShortCall = m.Thread.Owed;
    }

    /// <summary>Whom it has woken is told, the thread returns to user mode, where it loses its core if it has been asked for it, and the call is over: exitsyscall.</summary>
    /// <returns>As <see cref="Call"/>.</returns>
    public async Process<bool> EndShortCall(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        m.ShortCall += m.Thread.Owed;
        await m.Thread.Settle();
        await m.Thread.ReturnToUserMode();
        m.ShortCall = SimDuration.Zero;
        if (m.P is not null) return true;
        GoProcess.LeaveRunning(m, g, LatencyComponent.Syscall, m.Thread.LocalNow);
        return await Exit(m, g);
    }

    /// <summary>A call that returns at once and does little, such as a read of a non-blocking socket: nobody sees it from outside.</summary>
    internal void EnterAndExit(WorkerThread m)
    {
        m.Thread.SpendInRuntime(Overhead);
        _process.Sysmon.WakeFromDeepSleep(m.Thread);
        m.P!.SyscallTick++;
        _process.Metrics.ComesBackFromSyscall(m.Current!);
    }

    private SimDuration Overhead => Rules.KeepsPInSyscall ? _process.Costs.SyscallOverhead : _process.Costs.SyscallOverhead + _process.Costs.SyscallRelease;

    /// <summary>Of the call's time, what its thread waited for a core: woken after sleeping in the kernel, or at times while computing in C.</summary>
    private static void BookWaitForCore(WorkerThread m, Goroutine g, SyscallKind kind)
    {
        if (g.Clock is not { } clock) return;
        if (kind == SyscallKind.Cgo)
        {
            clock.Enter(LatencyComponent.Syscall, m.Thread.LocalNow);
            clock.Move(LatencyComponent.Syscall, LatencyComponent.CoreWait, m.Thread.CoreWait - m.CoreWaitSeen);
        }
        else
        {
            m.NoteWakeUp();
            GoProcess.BookWakeUp(m, clock);
        }
    }

    /// <summary>entersyscall, reentersyscall.</summary>
    private void Enter(WorkerThread m, Goroutine g)
    {
        var p = m.P!;
        m.Thread.SpendInRuntime(Overhead);
        m.SyscallTick = p.SyscallTick;
        m.OldP = p;
        if (p.MustRunSafePoint) _process.SafePoints.Run(m.Thread, p);
        g.Status = GoroutineStatus.Syscall;
        if (_process.Sched.GcWaiting) GiveToStoppedWorld(m);
        else if (!Rules.KeepsPInSyscall) Waker.ReleaseP(m).Status = ProcessorStatus.Syscall;
        _process.Sysmon.WakeFromDeepSleep(m.Thread);
    }

    /// <summary>entersyscall_gcwait, entersyscallHandleGCWait from 1.26 on: a world that stops gets the P right here.</summary>
    private void GiveToStoppedWorld(WorkerThread m)
    {
        _process.Sched.Lock(m.Thread);
        var p = Waker.ReleaseP(m);
        p.SyscallTick++;
        _process.World.StopP(m.Thread, p);
    }

    /// <summary>entersyscallblock: no grace of 20 µs, no way back to the old P.</summary>
    private void EnterToBlock(WorkerThread m, Goroutine g)
    {
        m.Thread.SpendInRuntime(Overhead);
        m.P!.SyscallTick++;
        g.Status = GoroutineStatus.Syscall;
        _process.Sysmon.WakeFromDeepSleep(m.Thread);
        _process.HandOff.HandOffP(m.Thread, Waker.ReleaseP(m));
    }

    private async Process<bool> Exit(WorkerThread m, Goroutine g)
    {
        if (TryGetP(m))
        {
            m.P!.SyscallTick++;
            Resume(m, g);
            return true;
        }

        // exitsyscallNoP, exitsyscall0 up to 1.25: one more look under the lock; no wakep, for no P was idle.
        var sched = _process.Sched;
        sched.Lock(m.Thread);
        await m.Thread.Settle();
        var p = sched.TakeIdleP();
        _process.MarkRunnable(g, m.Thread.LocalNow, LatencyComponent.GlobalQueue);
        if (p is not null)
        {
            sched.ChangeMask(m.Thread);
            Waker.AcquireP(m, p);
            m.InheritTime = false;
            _process.Scheduler.Execute(m, g);
            return true;
        }

        sched.GlobalPut(g);
        if (m.LockedG is null) return false;
        m.Current = null;
        await _process.LockedThreads.StopLockedM(m);
        return true;
    }

    /// <summary>The fast and the medium path (exitsyscallfast, exitsyscallTryGetP from 1.26 on): still the own P, the old P, any idle P.</summary>
    private bool TryGetP(WorkerThread m)
    {
        var old = m.OldP;
        m.OldP = null;
        if (m.P is not null) return true;
        if (old is { IsInSyscall: true })
        {
            // Up to 1.25 the own P looks like this, too; when it is another M's by now, that one's call loses it.
            if (old.M is not null) TakeP(old);
            else if (old.SyscallTick != m.SyscallTick) old.SyscallTick++;
            Waker.AcquireP(m, old);
            return true;
        }

        var sched = _process.Sched;
        if (sched.IdlePs == 0) return false;
        sched.Lock(m.Thread);
        sched.ChangeMask(m.Thread);
        _process.Sysmon.WakeFromDeepSleep(m.Thread);
        Waker.AcquireP(m, sched.TakeIdleP()!);
        return true;
    }

    /// <summary>takeP: takes a P away from a goroutine in a system call; it belongs to nobody then.</summary>
    internal static void TakeP(Processor p)
    {
        if (p.M is { } m)
        {
            if (m.IsHeldUpInCall)
            {
                m.Current!.Status = GoroutineStatus.Syscall;
                m.SyscallTick = p.SyscallTick;
                m.OldP = p;
            }

            Waker.ReleaseP(m);
        }

        p.Status = ProcessorStatus.Idle;
        p.SyscallTick++;
    }

    /// <summary>syscall → running, in the same slice: no schedtick, no scheduler.</summary>
    private void Resume(WorkerThread m, Goroutine g)
    {
        var p = m.P!;
        g.Status = GoroutineStatus.Running;
        p.LastCore = m.Thread.Core.Number;
        if (g.LastP != p.Id)
        {
            _process.Counters.Migrations++;
            g.LastP = p.Id;
        }

        _process.Metrics.ComesBackFromSyscall(g);
        GoProcess.EnterRunning(m, g, m.Thread.LocalNow);
    }
}
