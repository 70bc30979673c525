using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>One epoll instance: its ready list, the threads that wait on it, and its two locks.</summary>
/// <remarks>
/// <para>
/// fs/eventpoll.c; what differs between versions is asked of <see cref="KernelRules"/>. A change of a watched descriptor (<see cref="Callback"/>) appends its
/// item to the ready list and wakes the thread that began to wait last. A harvest (<see cref="Harvest"/>) polls every item again: what is not ready any more is
/// dropped silently; a level-triggered item goes back to the tail; when items are left, one more waiter is woken (chained wake).
/// </para>
/// <para>
/// A harvest takes time, but no event: the items are looked at when it begins, and <see cref="_scanEnds"/> says when it is over. Until then what becomes
/// ready goes before the level-triggered items that were put back (the overflow list), and whoever wants to harvest, too, spins for ep->mtx (<see cref="KernelMutex"/>).
/// </para>
/// </remarks>
public sealed partial class EpollInstance
{
    private readonly Host _host;
    private readonly KernelMutex _mutex;
    private readonly EpollLock _lock;
    private readonly WaiterStack _waiters;
    private readonly bool _looksWithoutLock;
    private readonly bool _wakesDuringHarvest;
    private readonly bool _harvestWakesNext;

    /// <summary>epoll_create1 in a process.</summary>
    public EpollInstance(Host host, ProcessAccount account)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        Counters = new(account);
        _mutex = new(host.Hardware);
        _lock = new(host);
        _waiters = new(host.Rules);
        _looksWithoutLock = host.Rules.EpollLooksWithoutLock;
        _wakesDuringHarvest = host.Rules.EpollWakesDuringHarvest;
        _harvestWakesNext = host.Rules.EpollHarvestWakesNext;
    }

    /// <summary>What has been done with the instance.</summary>
    public EpollCounters Counters { get; }

    /// <summary>Items on the ready list.</summary>
    public int ReadyCount => _ready.Count + _putBack.Count;

    /// <summary>Threads asleep in epoll_wait.</summary>
    public int WaiterCount => _waiters.Count;

    /// <summary>EPOLL_CTL_ADD. A descriptor that is ready already is reported once.</summary>
    /// <exception cref="InvalidOperationException">The item is registered (EEXIST), or asks for EPOLLEXCLUSIVE with EPOLLONESHOT (EINVAL).</exception>
    public void Add(KernelThread caller, EpollItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (item.Epoll is not null) throw new InvalidOperationException("EEXIST: the item is registered already.");
        if (item.IsExclusive && (item.Trigger & EpollTrigger.OneShot) != EpollTrigger.None) throw new InvalidOperationException("EINVAL: EPOLLEXCLUSIVE refuses EPOLLONESHOT.");
        Control(caller, _host.Costs.EpollAdd);
        item.Epoll = this;
        item.IsArmed = true;
        item.Target.Attach(item);
        LinkIfReady(caller, item);
    }

    /// <summary>EPOLL_CTL_MOD: sets what the item is delivered for, arms it again, and looks at the descriptor once more, so that nothing is missed.</summary>
    /// <exception cref="InvalidOperationException">The item is not registered here (ENOENT), or is exclusive (EINVAL).</exception>
    public void Modify(KernelThread caller, EpollItem item, PollMask interest)
    {
        ArgumentNullException.ThrowIfNull(item);
        ThrowIfElsewhere(item);
        if (item.IsExclusive) throw new InvalidOperationException("EINVAL: an exclusive item cannot be modified.");
        Control(caller, _host.Costs.EpollModify);
        item.Interest = interest | PollMask.Hangup | PollMask.Error;
        item.IsArmed = true;
        LinkIfReady(caller, item);
    }

    /// <summary>EPOLL_CTL_DEL. What another thread has harvested already is not taken back.</summary>
    /// <exception cref="InvalidOperationException">The item is not registered here (ENOENT).</exception>
    public void Remove(KernelThread caller, EpollItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        ThrowIfElsewhere(item);
        Control(caller, _host.Costs.EpollDelete);
        item.Target.Detach(item);
        item.ReadyIn?.Remove(item);
        item.Epoll = null;
    }

    /// <summary>epoll_wait with time-out 0, by a thread that owes nothing.</summary>
    /// <returns>The number of events put into <paramref name="events"/>.</returns>
    public int Poll(KernelThread caller, Span<EpollEvent> events)
    {
        ArgumentNullException.ThrowIfNull(caller);
        Enter(caller);
        var count = 0;
        if (HasEvents(caller.LocalNow))
        {
            _mutex.Lock(caller);
            count = Harvest(caller, events);
        }

        if (count == 0) caller.SpendInKernel(_host.Costs.EpollWaitEmpty);
        return count;
    }

    /// <summary>epoll_wait that may sleep.</summary>
    /// <param name="caller">The calling thread.</param>
    /// <param name="events">Where events go; its length is maxevents.</param>
    /// <param name="deadline">When to give up; <see cref="SimTime.MaxValue"/> for never. Timer slack is the caller's business.</param>
    /// <returns>The number of events; 0 when the time ran out.</returns>
    public async Process<int> Wait(KernelThread caller, EpollEvent[] events, SimTime deadline)
    {
        ArgumentNullException.ThrowIfNull(caller);
        Enter(caller);
        await caller.Settle();
        var isWoken = false;
        var looks = false;
        while (true)
        {
            // A thread that a waker took off the queue goes straight to the harvest, as if something were there (eavail in ep_poll).
            while ((looks || HasEvents(caller.LocalNow)) && _mutex.Spin(caller)) await caller.Settle();
            if (looks || HasEvents(caller.LocalNow))
            {
                _mutex.Lock(caller);
                var count = Harvest(caller, events);
                if (count > 0) return count;
            }

            if (isWoken) Counters.CountSpuriousWakeup();
            if (deadline <= caller.LocalNow)
            {
                caller.SpendInKernel(_host.Costs.EpollWaitEmpty);
                return 0;
            }

            _lock.Run(caller, _host.Costs.EpollScanLock);
            caller.DiscardWakeToken();
            _waiters.Push(caller);
            var timedOut = await caller.FallAsleepUntil(deadline);
            looks = !_waiters.Leave(caller) || !timedOut;
            if (!looks) return 0;
            isWoken = !timedOut;
            if (isWoken) Counters.CountWakeup();
        }
    }

    private void Enter(KernelThread caller)
    {
        Counters.CountWait();
        caller.CallKernel();
        if (!_looksWithoutLock) _lock.Run(caller, _host.Costs.EpollScanLock);
    }

    private void Control(KernelThread caller, SimDuration cost)
    {
        ArgumentNullException.ThrowIfNull(caller);
        Counters.CountControl();
        caller.CallKernel();
        _mutex.Lock(caller);
        caller.SpendInKernel(cost);
        _mutex.Unlock(caller);
    }

    private void ThrowIfElsewhere(EpollItem item)
    {
        if (!ReferenceEquals(item.Epoll, this)) throw new InvalidOperationException("ENOENT: the item is not registered with this instance.");
    }

    private void LinkIfReady(KernelThread caller, EpollItem item)
    {
        if (item.IsLinked || (item.Target.Poll() & item.Interest) == PollMask.None) return;
        Link(item, caller.LocalNow);
        caller.SpendInKernel(WakeOne(caller.Core, caller.Owed, sync: false));
    }
}
