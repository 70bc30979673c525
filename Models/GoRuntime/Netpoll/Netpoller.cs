using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>The network poller: turns readiness in the kernel into runnable goroutines (netpoll.go, netpoll_epoll.go).</summary>
/// <remarks>
/// What differs between topologies is which instance a descriptor belongs to, who polls which instance, and how an M that sleeps in
/// one gets a P: docs/models/netpollers.md. This part is about polling; descriptors and events are in the other parts.
/// </remarks>
public abstract partial class Netpoller
{
    /// <summary>Most slack of an epoll_wait. Source: MAX_SLACK, fs/select.c, every kernel version.</summary>
    private static readonly SimDuration s_mostSlack = SimDuration.FromMilliseconds(100);

    private protected Netpoller(GoProcess process) => Process = process;

    private protected GoProcess Process { get; }

    /// <summary>All epoll instances.</summary>
    public IReadOnlyList<PollInstance> Instances => AllInstances;

    private protected abstract PollInstance[] AllInstances { get; }

    /// <summary>Whether an M may block on an instance where another is blocked already: the herd, which Go's swap of lastpoll prevents.</summary>
    private protected bool AnyMayWait => Process.Options.AnyMayWait;

    /// <summary>Threads of its own start, if the topology has any.</summary>
    internal virtual void Start(CpuSet allowed)
    {
    }

    /// <summary>The M that sleeps in the poller of this very P, and will take the P when broken out; <see langword="null"/> when Ms are not tied to Ps.</summary>
    internal virtual WorkerThread? BlockedPollerOf(Processor p) => null;

    /// <summary>The instance that an M holding <paramref name="p"/> polls, and breaks when a timer needs it.</summary>
    private protected abstract PollInstance InstanceOf(Processor p);

    /// <summary>Takes an idle P for an M that has just given one up.</summary>
    /// <param name="before">The P it gave up; only pollers that tie Ms to Ps look at it.</param>
    internal virtual Processor? TakeIdleP(Processor? before) => Process.Sched.TakeIdleP();

    /// <summary>Gets a P for an M whose blocking poll has ended.</summary>
    internal bool TryTakeP(WorkerThread m, Processor? before)
    {
        if (TakeIdleP(before) is not { } p) return false;
        Process.Sched.ChangeMask(m.Thread);
        Waker.AcquireP(m, p);
        return true;
    }

    /// <summary>Whether findRunnable polls without blocking: goroutines wait here, and nobody is at it already.</summary>
    internal virtual bool ShouldPoll(Processor p) => ShouldPoll(InstanceOf(p));

    /// <summary>findRunnable's look at netpollWaiters and lastpoll.</summary>
    internal void Look(WorkerThread m) => m.Thread.ReadLine(InstanceOf(m.P!).StateLine);

    /// <summary>netpoll(0) by an M that holds a P.</summary>
    internal virtual Process Poll(WorkerThread m, Processor p) => Poll(m, InstanceOf(p));

    /// <summary>The swap of lastpoll: whether this M becomes the one that sleeps in the poller.</summary>
    internal virtual bool TryBecomeBlockedPoller(WorkerThread m, Processor p, SimTime pollUntil) => TryBlockOn(InstanceOf(p), m, pollUntil);

    /// <summary>netpoll(delay) without a P, on the instance that the M has entered, until an event, a break, or its pollUntil.</summary>
    internal async Process PollBlocked(WorkerThread m)
    {
        var instance = m.PollsOn!;
        Initialise(m.Thread, instance);
        BeforeBlocking(m, instance);
        m.Thread.StoreLine(instance.StateLine);
        var begin = m.Thread.LocalNow;
        var count = await instance.Epoll.Wait(m.Thread, m.Events, Deadline(begin, m.PollUntil));
        instance.Leave(m, m.Thread.LocalNow);
        m.Thread.StoreLine(instance.StateLine);
        var isBreak = Collect(m.Thread, instance, m.Events, count, m.Harvested, blocking: true);
        if (count > 0 && m.Harvested.Count == 0 && !isBreak) Process.Counters.UselessReturns++;
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
        else TakeHandedOver(m);
    }

    /// <summary>wakeNetPoller: makes sure that somebody is awake at <paramref name="when"/>.</summary>
    internal virtual void WakeBefore(KernelThread by, Processor p, SimTime when) => WakeBefore(by, InstanceOf(p), when);

    /// <summary>Whether a P must not go idle because nobody would sleep in the poller then: all others idle, and nobody blocked (handoffp).</summary>
    internal virtual bool NeedsPoller(Processor p) =>
        Process.Sched.IdlePs == Process.AllP.Length - 1 && InstanceOf(p).Blocked is null;

    /// <summary>Whether nobody would look at an instance but sysmon if this P went idle now: only where Ms are tied to the instances of Ps.</summary>
    internal virtual bool IsUnwatched(Processor p) => false;

    /// <summary>Whether goroutines wait on an instance that nobody sleeps in and that the next idle M need not choose: then sysmon must stay awake.</summary>
    internal virtual bool HasUnwatched() => false;

    /// <summary>netpollBreak of the instance that serves <paramref name="p"/>.</summary>
    internal void Break(KernelThread by, Processor p) => Break(by, InstanceOf(p));

    /// <summary>As <see cref="Break(KernelThread, Processor)"/>, at nobody's cost: for work that arrives from outside the process.</summary>
    internal void BreakFromOutside(Processor p) => BreakFromOutside(InstanceOf(p), Process.Host.Cores[p.LastCore]);

    /// <summary>Whether some instance has not been polled since <paramref name="before"/>, with nobody blocked in it.</summary>
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
            if (!instance.IsInitialised || instance.HasThread) continue; // netpollinited
            var count = instance.Epoll.Poll(m.Thread, m.Events);
            Collect(m.Thread, instance, m.Events, count, m.Harvested, blocking: false);
        }
    }

    /// <summary>What a topology does before an M of its falls asleep.</summary>
    private protected virtual void BeforeBlocking(WorkerThread m, PollInstance instance)
    {
    }

    private protected bool ShouldPoll(PollInstance instance)
    {
        if (instance.Waiters == 0 || instance.Blocked is not null || instance.HasThread) return false;
        return !instance.Polling || !Process.Options.Rules.GatesPolling;
    }

    private protected async Process Poll(WorkerThread m, PollInstance instance)
    {
        instance.Polling = true;
        await m.Thread.Settle();
        var count = instance.Epoll.Poll(m.Thread, m.Events);
        Collect(m.Thread, instance, m.Events, count, m.Harvested, blocking: false); // lastpoll stays: only blocking polls and sysmon set it
        instance.Polling = false;
    }

    private protected bool TryBlockOn(PollInstance instance, WorkerThread m, SimTime pollUntil)
    {
        if (instance.HasThread || (instance.Blocked is not null && !AnyMayWait)) return false;
        if (instance.Waiters == 0 && pollUntil == SimTime.MaxValue) return false;
        instance.Enter(m, pollUntil);
        return true;
    }

    private protected void WakeBefore(KernelThread by, PollInstance instance, SimTime when)
    {
        if (instance.Blocked is null) Process.WakeForTimer(by);
        else if (instance.PollUntil > when) Break(by, instance);
    }

    /// <summary>netpollBreak: up to 1.14 every call writes; from 1.15 one that is on its way is enough.</summary>
    private protected void Break(KernelThread by, PollInstance instance)
    {
        if ((instance.BreakPending && Process.Options.Rules.BreaksOnce) || Process.Options.Fault == GoFault.DroppedBreak) return;
        instance.BreakPending = true;
        by.StoreLine(instance.StateLine);
        instance.BreakFd.Write(by);
    }

    private protected void Initialise(KernelThread thread, PollInstance instance)
    {
        if (instance.IsInitialised) return;
        instance.IsInitialised = true;
        Process.Account.Descriptors.Reserve(Process.Options.Rules.BreaksThroughPipe ? 3 : 2); // the instance, and an eventfd or the two ends of a pipe
        instance.Epoll.Add(thread, new(instance.BreakFd, instance, EpollTrigger.None, PollMask.In));
    }

    private static void BreakFromOutside(PollInstance instance, Core interrupted)
    {
        if (instance.BreakPending) return;
        instance.BreakPending = true;
        instance.BreakFd.WriteFromOutside(interrupted);
    }

    private static bool IsStale(PollInstance instance, SimTime before) =>
        instance.IsInitialised && instance.Blocked is null && !instance.HasThread && instance.LastPoll < before;

    /// <summary>
    /// The end of a blocking epoll_wait: milliseconds, below one rounded up, above truncated (netpoll in
    /// netpoll_epoll.go); then the kernel's slack, the larger of the thread's and 0.1 %, 100 ms at most (fs/select.c).
    /// </summary>
    private SimTime Deadline(SimTime now, SimTime pollUntil)
    {
        if (pollUntil == SimTime.MaxValue) return pollUntil;
        var delay = pollUntil - now;
        if (delay <= SimDuration.Zero) return now;
        var timeout = Process.Options.ExactPollTimeout ? delay : SimDuration.FromMilliseconds(Math.Max(1, delay.WholeMilliseconds));
        var slack = Process.Host.Costs.TimerSlack;
        return now + timeout + (slack == SimDuration.Zero ? slack : SimDuration.Min(SimDuration.Max(slack, timeout / 1000), s_mostSlack));
    }
}
