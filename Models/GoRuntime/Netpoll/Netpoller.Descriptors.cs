using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <content>The life of a descriptor: opened, parked on, given deadlines, closed.</content>
public abstract partial class Netpoller
{
    private readonly Stack<PollDesc> _pollCache = new();

    /// <summary>The poll state of a descriptor (pollcache.alloc), not registered yet.</summary>
    internal PollDesc NewPollDesc(Pollable descriptor)
    {
        if (!_pollCache.TryPop(out var pd))
        {
            pd = new PollDesc(Process.Host.Hardware.NewLine());
            Process.WatchedDescriptors?.Add(pd);
        }

        pd.Begin(descriptor, Process.Options.PollTrigger, ArmsOnPark ? PollMask.None : PollMask.In | PollMask.Out);
        return pd;
    }

    /// <summary>netpollopen: registers a new descriptor.</summary>
    internal void Open(WorkerThread m, PollDesc pd) => Register(m.Thread, pd, RegistersWith(m.P!, pd));

    /// <summary>pollReset (prepareRead, prepareWrite): forgets readiness that is older than the system call about to be tried.</summary>
    /// <returns>Why the call has no sense, if it has none.</returns>
    public static PollError Reset(PollDesc pd, PollMode mode)
    {
        ArgumentNullException.ThrowIfNull(pd);
        var error = pd.Check(mode);
        if (error == PollError.None) pd.Semaphore(mode).Reset();
        return error;
    }

    /// <summary>pollWait: parks the goroutine until the descriptor is ready, its deadline passes, or it is closed.</summary>
    /// <remarks>gopark and netpollblockcommit are one instant here, so no event comes between them and the park is never refused.</remarks>
    /// <returns>Whether it was parked. If not, readiness came first and the call is to be tried again, or <see cref="PollDesc.Check"/> tells why it has no sense.</returns>
    public bool Park(WorkerThread m, Goroutine g, PollDesc pd, PollMode mode)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        ArgumentNullException.ThrowIfNull(pd);
        if (pd.Check(mode) != PollError.None) return false;
        BeforePark(m, pd);
        if (ArmsOnPark) Arm(m.Thread, pd, mode);
        ref var semaphore = ref pd.Semaphore(mode);
        m.Thread.StoreLine(pd.Line);
        if (semaphore.Block()) return false;
        m.Thread.StoreLine(pd.Instance!.StateLine);
        semaphore.Commit(g);
        pd.Instance.Waiters++;
        pd.ParkedOn = m.P!.Id;
        g.Park(WaitReason.IOWait);
        g.Clock = null;
        (g.PollDesc, g.PollMode) = (pd, mode);
        return true;
    }

    /// <summary>SetDeadline, SetReadDeadline, SetWriteDeadline (poll_runtime_pollSetDeadline).</summary>
    /// <param name="m">The M of the goroutine that sets it.</param>
    /// <param name="pd">The descriptor.</param>
    /// <param name="read">Whether it concerns reading.</param>
    /// <param name="write">Whether it concerns writing.</param>
    /// <param name="at">When waits end; <see cref="SimTime.MaxValue"/> for never. A time that has passed ends them at once.</param>
    public void SetDeadline(WorkerThread m, PollDesc pd, bool read, bool write, SimTime at)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(pd);
        if (pd.IsClosing) return;
        pd.Deadlines ??= new(Process, pd);
        pd.Deadlines.Set(m, read, write, at);
    }

    /// <summary>FD.Close: ends the waits of both directions (pollUnblock), takes the descriptor out of epoll and gives its state back (pollClose).</summary>
    /// <remarks>State that a goroutine was parked on is not used again: that goroutine still asks it why its wait ended.</remarks>
    public void Close(WorkerThread m, PollDesc pd)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(pd);
        if (pd.IsClosing) throw new InvalidOperationException("runtime: unblock on closing polldesc");
        var isAwaited = pd.Waiter is not null || pd.WriteWaiter is not null || pd.Mutex?.IsInUse == true;
        pd.IsClosing = true;
        pd.Deadlines?.Stop(m);
        ReadyBy(m, pd, PollMode.Read);
        ReadyBy(m, pd, PollMode.Write);
        pd.Item.Epoll?.Remove(m.Thread, pd.Item);
        if (!isAwaited) _pollCache.Push(pd);
    }

    /// <summary>fdMutex.rwlock: keeps out whoever else reads (writes) the descriptor.</summary>
    /// <returns>Whether the lock was free. If not, the goroutine is parked and has to try again when it goes on.</returns>
    public static bool TryLock(Goroutine g, PollDesc pd, PollMode mode)
    {
        ArgumentNullException.ThrowIfNull(g);
        ArgumentNullException.ThrowIfNull(pd);
        pd.Mutex ??= new();
        return pd.Mutex.TryLock(g, mode);
    }

    /// <summary>fdMutex.rwunlock: who waits first may try, from the runnext of this P.</summary>
    public void Unlock(WorkerThread m, PollDesc pd, PollMode mode)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(pd);
        if (pd.Mutex?.Unlock(mode) is { } next) Process.Waker.Ready(m, next);
    }

    /// <summary>The goroutine goes on: netpollblock swaps its semaphore back.</summary>
    internal static void Finish(Goroutine g)
    {
        g.PollDesc!.Semaphore(g.PollMode).Finish();
        g.PollDesc = null;
    }

    /// <summary>netpollunblock without readiness, and netpollgoready: a deadline or a close ends a wait; the goroutine goes to the runnext of the acting P.</summary>
    internal void ReadyBy(WorkerThread m, PollDesc pd, PollMode mode)
    {
        if (pd.Semaphore(mode).Unblock(ioReady: false) is not { } g) return;
        pd.Instance!.Waiters--;
        Process.Waker.Ready(m, g);
    }

    /// <summary>The number of Ps has changed; only pollers that tie instances to Ps have to do something.</summary>
    /// <param name="m">The M that changes it; it pays for what has to be registered anew.</param>
    /// <param name="processors">Ps from now on.</param>
    internal virtual void Resize(WorkerThread m, int processors)
    {
    }

    /// <summary>Which instance a descriptor that is opened on a P belongs to.</summary>
    private protected virtual PollInstance RegistersWith(Processor p, PollDesc pd) => InstanceOf(p);

    /// <summary>What has to be done before a goroutine parks on a descriptor; nothing where instances are not tied to Ps.</summary>
    private protected virtual void BeforePark(WorkerThread m, PollDesc pd)
    {
    }

    private protected virtual void Register(KernelThread thread, PollDesc pd, PollInstance instance)
    {
        Initialise(thread, instance);
        pd.Instance = instance;
        instance.Epoll.Add(thread, pd.Item);
    }

    /// <summary>DEL and ADD: the descriptor belongs to another instance from here on. ADD looks at it, so that nothing is missed.</summary>
    private protected void Move(KernelThread thread, PollDesc pd, PollInstance to)
    {
        var parked = (pd.Waiter is null ? 0 : 1) + (pd.WriteWaiter is null ? 0 : 1);
        pd.Instance!.Waiters -= parked;
        to.Waiters += parked;
        pd.Item.Epoll?.Remove(thread, pd.Item);
        Register(thread, pd, to);
    }
}
