using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>The network poller: turns readiness in the kernel into runnable goroutines (netpoll.go, netpoll_epoll.go).</summary>
/// <remarks>
/// Descriptors are registered once, edge-triggered, for both directions. A harvest fills a list whose LAST
/// element runs first: netpoll pushes onto a LIFO list. What differs between topologies is which instance a
/// descriptor belongs to, who polls which instance, and how an M that sleeps in one gets a P.
/// </remarks>
public abstract class Netpoller
{
    private protected Netpoller(GoProcess process) => Process = process;

    private protected GoProcess Process { get; }

    /// <summary>All epoll instances.</summary>
    public IReadOnlyList<PollInstance> Instances => AllInstances;

    private protected abstract PollInstance[] AllInstances { get; }

    /// <summary>The M that sleeps in the poller of this very P, and will take the P when broken out; <see langword="null"/> when Ms are not tied to Ps.</summary>
    internal abstract WorkerThread? BlockedPollerOf(Processor p);

    /// <summary>The instance that an M holding <paramref name="p"/> registers with and polls.</summary>
    private protected abstract PollInstance InstanceOf(Processor p);

    /// <summary>Takes an idle P for an M that has just given one up.</summary>
    /// <param name="before">The P it gave up; only pollers that tie Ms to Ps look at it.</param>
    internal virtual Processor? TakeIdleP(Processor before) => Process.Sched.TakeIdleP();

    /// <summary>Gets a P for an M whose blocking poll has ended.</summary>
    internal bool TryTakeP(WorkerThread m, Processor before)
    {
        if (TakeIdleP(before) is not { } p) return false;
        Waker.AcquireP(m, p);
        return true;
    }

    /// <summary>netpollopen: registers a new descriptor.</summary>
    internal void Open(WorkerThread m, PollDesc pd)
    {
        var instance = InstanceOf(m.P!);
        EnsureBreakable(m.Thread, instance);
        pd.Instance = instance;
        instance.Epoll.Add(m.Thread, pd.Item);
    }

    /// <summary>What has to be done before a goroutine parks on a descriptor; nothing where instances are not tied to Ps.</summary>
    internal virtual void BeforePark(WorkerThread m, PollDesc pd)
    {
    }

    /// <summary>Whether goroutines wait on the network and nobody is blocked in the poller.</summary>
    internal bool HasUnattendedWaiters(Processor p) => InstanceOf(p) is { Waiters: > 0, Blocked: null };

    /// <summary>Whether findRunnable polls without blocking: goroutines wait here, and nobody is at it already.</summary>
    internal bool ShouldPoll(Processor p)
    {
        var instance = InstanceOf(p);
        if (instance.Waiters == 0 || instance.Blocked is not null) return false;
        return !instance.Polling || !Process.Options.Rules.GatesPolling;
    }

    /// <summary>netpoll(0) by an M that holds a P.</summary>
    internal async Process Poll(WorkerThread m, Processor p)
    {
        var instance = InstanceOf(p);
        instance.Polling = true;
        await m.Thread.Settle();
        var count = instance.Epoll.Poll(m.Thread, m.Events);
        Collect(m.Thread, instance, m.Events, count, m.Harvested, blocking: false); // lastpoll stays: only blocking polls and sysmon set it
        instance.Polling = false;
    }

    /// <summary>The swap of lastpoll: whether this M becomes the one that sleeps in the poller.</summary>
    internal bool TryBecomeBlockedPoller(WorkerThread m, Processor p, SimTime pollUntil)
    {
        var instance = InstanceOf(p);
        if (instance.Blocked is not null) return false;
        if (instance.Waiters == 0 && pollUntil == SimTime.MaxValue) return false;
        instance.Blocked = m;
        instance.PollUntil = pollUntil;
        return true;
    }

    /// <summary>netpoll(delay) without a P, until an event, a break, or <paramref name="pollUntil"/>.</summary>
    internal async Process PollBlocked(WorkerThread m, Processor p, SimTime pollUntil)
    {
        var instance = InstanceOf(p);
        EnsureBreakable(m.Thread, instance);
        var begin = m.Thread.LocalNow;
        var count = await instance.Epoll.Wait(m.Thread, m.Events, Deadline(begin, pollUntil));
        instance.Blocked = null;
        instance.PollUntil = SimTime.MaxValue;
        instance.LastPoll = m.Thread.LocalNow;
        Collect(m.Thread, instance, m.Events, count, m.Harvested, blocking: true);
        m.NoteWakeUp();
        foreach (var g in m.Harvested)
        {
            if (g.Clock is { } clock) GoProcess.BookWakeUp(m, clock);
        }

        // Up to 1.16 an M that may not search polls again and again until a searcher has run a timer that is due.
        // Where nothing costs anything time would stand still meanwhile, so there it lets the others run for a moment.
        if (count == 0 && m.Thread.LocalNow == begin && !Process.Options.Rules.RechecksOnlyIfSpinning)
        {
            m.Thread.DiscardWakeToken();
            await m.Thread.BlockUntil(begin + SimDuration.FromMicroseconds(1));
        }

        Process.Counters.NetpollBlock.Record(m.Thread.LocalNow - begin);
        Process.Sched.Lock(m.Thread);
        if (m.NextP is not null) Waker.AcquireNextP(m);
    }

    /// <summary>wakeNetPoller: makes sure that somebody is awake at <paramref name="when"/>.</summary>
    internal virtual void WakeBefore(KernelThread by, Processor p, SimTime when)
    {
        var instance = InstanceOf(p);
        if (instance.Blocked is null) Process.WakeForTimer(by);
        else if (instance.PollUntil > when) Break(by, instance);
    }

    /// <summary>Whether a P must not go idle because nobody would sleep in the poller then: all others idle, and nobody blocked (handoffp).</summary>
    internal virtual bool NeedsPoller(Processor p) =>
        Process.Sched.IdlePs == Process.AllP.Length - 1 && InstanceOf(p).Blocked is null;

    /// <summary>netpollBreak of the instance that serves <paramref name="p"/>.</summary>
    internal void Break(KernelThread by, Processor p) => Break(by, InstanceOf(p));

    /// <summary>As <see cref="Break(KernelThread, Processor)"/>, at nobody's cost: for work that arrives from outside the process.</summary>
    internal void BreakFromOutside(Processor p)
    {
        var instance = InstanceOf(p);
        if (instance.BreakPending) return;
        instance.BreakPending = true;
        instance.BreakFd.WriteFromOutside(Process.Host.Cores[p.LastCore]);
    }

    /// <summary>Whether some instance that goroutines wait on has not been polled since <paramref name="before"/>, with nobody blocked in it.</summary>
    internal bool IsStale(SimTime before)
    {
        foreach (var instance in AllInstances)
        {
            if (IsStale(instance, before)) return true;
        }

        return false;
    }

    /// <summary>sysmon's netpoll(0) of every stale instance.</summary>
    internal void PollForSysmon(KernelThread thread, EpollEvent[] events, List<Goroutine> list, SimTime before)
    {
        foreach (var instance in AllInstances)
        {
            if (!IsStale(instance, before)) continue;
            instance.LastPoll = thread.LocalNow;
            var count = instance.Epoll.Poll(thread, events);
            Collect(thread, instance, events, count, list, blocking: false);
        }
    }

    /// <summary>netpoll(0) of every instance before the world is started again (startTheWorldWithSema), into the M's own list.</summary>
    internal void PollForWorldStart(WorkerThread m)
    {
        foreach (var instance in AllInstances)
        {
            if (!instance.BreakFdRegistered) continue; // netpollinited
            var count = instance.Epoll.Poll(m.Thread, m.Events);
            Collect(m.Thread, instance, m.Events, count, m.Harvested, blocking: false);
        }
    }

    private static bool IsStale(PollInstance instance, SimTime before) =>
        instance.Waiters > 0 && instance.Blocked is null && instance.LastPoll < before;

    private void Break(KernelThread by, PollInstance instance)
    {
        if (instance.BreakPending || Process.Options.Fault == GoFault.DroppedBreak) return;
        instance.BreakPending = true;
        instance.BreakFd.Write(by);
    }

    private static void EnsureBreakable(KernelThread thread, PollInstance instance)
    {
        if (instance.BreakFdRegistered) return;
        instance.BreakFdRegistered = true;
        instance.Epoll.Add(thread, new(instance.BreakFd, instance, EpollTrigger.None, PollMask.In));
    }

    /// <summary>
    /// The end of a blocking epoll_wait: milliseconds, below one rounded up, above truncated (netpoll in
    /// netpoll_epoll.go); then the kernel's slack, the larger of the thread's and 0.1 % (fs/select.c).
    /// </summary>
    private SimTime Deadline(SimTime now, SimTime pollUntil)
    {
        if (pollUntil == SimTime.MaxValue) return pollUntil;
        var delay = pollUntil - now;
        if (delay <= SimDuration.Zero) return now;
        var timeout = Process.Options.ExactPollTimeout ? delay : SimDuration.FromMilliseconds(Math.Max(1, delay.WholeMilliseconds));
        var slack = Process.Host.Costs.TimerSlack;
        return now + timeout + (slack == SimDuration.Zero ? slack : SimDuration.Max(slack, timeout / 1000));
    }

    private void Collect(KernelThread thread, PollInstance instance, EpollEvent[] events, int count, List<Goroutine> list, bool blocking)
    {
        for (var i = 0; i < count; i++)
        {
            ref readonly var occurrence = ref events[i];
            if (occurrence.Item.Tag is not PollDesc pd)
            {
                // The break: only the blocking poll takes it, or the blocked M would sleep through it.
                if (!blocking) continue;
                instance.BreakFd.Drain(thread);
                instance.BreakPending = false;
                continue;
            }

            thread.Spend(Process.Costs.NetpollEvent);
            if ((occurrence.Mask & (PollMask.In | PollMask.Hangup)) == PollMask.None) continue; // room to write: nobody waits for that
            thread.WriteLine(pd.Line);
            if (pd.Waiter is { } g)
            {
                pd.Waiter = null;
                instance.Waiters--;
                g.WokenByNetpoll = true;
                g.FdReadyAt = pd.Descriptor.ReadyAt;
                g.Clock = (pd.Descriptor as TcpSocket)?.NextMessage?.Clock;
                list.Add(g);
            }
            else
            {
                pd.Ready = true;
            }
        }
    }
}
