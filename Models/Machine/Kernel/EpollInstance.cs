using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>One epoll instance: its ready list, the threads that wait on it, and the lines of its locks.</summary>
/// <remarks>
/// fs/eventpoll.c of Linux 5.13 and later (between 5.5 and 5.12 a harvest woke nobody). A change of a watched descriptor
/// appends its item to the ready list and wakes the thread that began to wait last (waiters are a stack: epoll_wait queues
/// itself exclusively at the head). A harvest polls every item again: what is not ready any more is dropped silently; a
/// level-triggered item goes back to the tail; when items are left, one more waiter is woken (chained wake). A harvest is
/// one instant here, so the overflow list that collects arrivals during a harvest is not needed; its length is charged to
/// the caller. ep->mtx is part of the line cost.
/// </remarks>
public sealed class EpollInstance
{
    private readonly Host _host;
    private readonly ProcessAccount _account;
    private readonly CacheLine _line;
    private readonly List<KernelThread> _waiters = [];
    private EpollItem? _firstReady;
    private EpollItem? _lastReady;

    /// <summary>epoll_create1 in a process.</summary>
    public EpollInstance(Host host, ProcessAccount account)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        _account = account;
        _line = host.Hardware.NewLine();
    }

    /// <summary>Items on the ready list.</summary>
    public int ReadyCount { get; private set; }

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
        if (item.Linked) Unlink(item);
        item.Epoll = null;
    }

    /// <summary>epoll_wait with time-out 0, by a thread that owes nothing.</summary>
    /// <returns>The number of events put into <paramref name="events"/>.</returns>
    public int Poll(KernelThread caller, Span<EpollEvent> events)
    {
        ArgumentNullException.ThrowIfNull(caller);
        _account.EpollWaits++;
        caller.SpendInKernel(_host.Costs.Syscall);
        var count = ReadyCount > 0 ? Harvest(caller, events) : 0;
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
        _account.EpollWaits++;
        caller.SpendInKernel(_host.Costs.Syscall);
        await caller.Settle();
        var isWoken = false;
        while (true)
        {
            if (ReadyCount > 0)
            {
                var count = Harvest(caller, events);
                if (count > 0) return count;
            }

            if (isWoken) _account.SpuriousWakeups++;
            if (deadline <= caller.LocalNow)
            {
                caller.SpendInKernel(_host.Costs.EpollWaitEmpty);
                return 0;
            }

            caller.DiscardWakeToken();
            _waiters.Add(caller);
            var timedOut = await caller.BlockUntil(deadline);
            isWoken = !_waiters.Remove(caller); // a waker takes its waiter off the stack, a time-out does not
            if (timedOut && !isWoken) return 0;
            if (isWoken) _account.EpollWakeups++;
        }
    }

    /// <summary>ep_poll_callback: something has happened to an item's descriptor.</summary>
    /// <param name="item">The registration.</param>
    /// <param name="key">What happened; <see cref="PollMask.None"/> matches every interest.</param>
    /// <param name="cpu">The core on which this happens.</param>
    /// <param name="delay">What the running code still owes.</param>
    /// <param name="hasWoken">For an exclusive item: whether it uses up the wake-up, so that no further exclusive one is told.</param>
    /// <returns>CPU time that it costs the core on which it happens.</returns>
    internal SimDuration Callback(EpollItem item, PollMask key, Core cpu, SimDuration delay, out bool hasWoken)
    {
        var cost = _host.Costs.EpollCallback + _line.Write(cpu.Number, _host.Simulation.Now + delay);
        hasWoken = false;
        if (!item.IsArmed || (key != PollMask.None && (key & item.Interest) == PollMask.None)) return cost;

        hasWoken = _waiters.Count > 0 && UsesUpExclusiveWake(item, key);
        Link(item);
        return cost + WakeOne(cpu, delay); // even if the item was on the list already
    }

    /// <summary>A wake-up for both directions at once, or for one that the item does not ask for, leaves the credit to the next.</summary>
    private static bool UsesUpExclusiveWake(EpollItem item, PollMask key) => (key & (PollMask.In | PollMask.Out)) switch
    {
        PollMask.In => (item.Interest & PollMask.In) != PollMask.None,
        PollMask.Out => (item.Interest & PollMask.Out) != PollMask.None,
        PollMask.None => true,
        _ => false,
    };

    private void Control(KernelThread caller, SimDuration cost)
    {
        ArgumentNullException.ThrowIfNull(caller);
        _account.EpollControls++;
        caller.WriteLine(_line);
        caller.SpendInKernel(_host.Costs.Syscall + cost);
    }

    private void ThrowIfElsewhere(EpollItem item)
    {
        if (!ReferenceEquals(item.Epoll, this)) throw new InvalidOperationException("ENOENT: the item is not registered with this instance.");
    }

    private void LinkIfReady(KernelThread caller, EpollItem item)
    {
        if (item.Linked || (item.Target.Poll() & item.Interest) == PollMask.None) return;
        Link(item);
        caller.SpendInKernel(WakeOne(caller.Core, caller.Owed));
    }

    private void Link(EpollItem item)
    {
        if (item.Linked) return;
        item.Linked = true;
        item.PreviousReady = _lastReady;
        if (_lastReady is null) _firstReady = item;
        else _lastReady.NextReady = item;
        _lastReady = item;
        ReadyCount++;
    }

    private void Unlink(EpollItem item)
    {
        if (item.PreviousReady is { } previous) previous.NextReady = item.NextReady;
        else _firstReady = item.NextReady;
        if (item.NextReady is { } next) next.PreviousReady = item.PreviousReady;
        else _lastReady = item.PreviousReady;
        item.NextReady = item.PreviousReady = null;
        item.Linked = false;
        ReadyCount--;
    }

    private SimDuration WakeOne(Core cpu, SimDuration delay)
    {
        if (_waiters.Count == 0) return SimDuration.Zero;
        var waiter = _waiters[^1];
        _waiters.RemoveAt(_waiters.Count - 1);
        _host.Wake(waiter, delay, cpu);
        return _host.Costs.EpollWake;
    }

    /// <summary>ep_send_events. What does not fit stays at the head, what is level-triggered goes to the tail.</summary>
    private int Harvest(KernelThread caller, Span<EpollEvent> events)
    {
        caller.WriteLine(_line);
        caller.SpendInKernel(_host.Costs.EpollHarvest);
        var count = 0;
        for (var left = ReadyCount; left > 0 && count < events.Length; left--)
        {
            var item = _firstReady!;
            Unlink(item);
            var mask = item.IsArmed ? item.Target.Poll() & item.Interest : PollMask.None;
            if (mask == PollMask.None) continue;
            events[count++] = new(item, mask);
            if ((item.Trigger & EpollTrigger.OneShot) != EpollTrigger.None) item.IsArmed = false;
            else if ((item.Trigger & EpollTrigger.EdgeTriggered) == EpollTrigger.None) Link(item);
        }

        _account.EpollEvents += count;
        caller.SpendInKernel(_host.Costs.EpollItem * count);
        if (ReadyCount > 0) caller.SpendInKernel(WakeOne(caller.Core, caller.Owed));
        return count;
    }
}
