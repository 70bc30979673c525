using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>One epoll instance: its ready list, the threads that wait on it, and the lines of its locks.</summary>
/// <remarks>
/// fs/eventpoll.c. A change of a watched descriptor appends its item to the ready list and wakes the thread that
/// began to wait last (waiters are a stack: epoll_wait queues itself exclusively at the head). A harvest polls every
/// item again: what is not ready any more is dropped silently; a level-triggered item goes back on the list; when
/// items are left, one more waiter is woken (chained wake). A harvest is one instant here, so the overflow list that
/// collects arrivals during a harvest is not needed; its length is charged to the caller. ep->mtx is part of the line cost.
/// </remarks>
public sealed class EpollInstance
{
    private readonly Host _host;
    private readonly ProcessAccount _account;
    private readonly CacheLine _line;
    private readonly Queue<EpollItem> _ready = new();
    private readonly List<KernelThread> _waiters = [];

    /// <summary>epoll_create1 in a process.</summary>
    public EpollInstance(Host host, ProcessAccount account)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        _account = account;
        _line = host.Hardware.NewLine();
    }

    /// <summary>Items on the ready list.</summary>
    public int ReadyCount => _ready.Count;

    /// <summary>Threads asleep in epoll_wait.</summary>
    public int WaiterCount => _waiters.Count;

    /// <summary>EPOLL_CTL_ADD. A descriptor that is ready already is reported once.</summary>
    public void Add(KernelThread caller, EpollItem item)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(item);
        _account.EpollControls++;
        caller.WriteLine(_line);
        caller.Spend(_host.Costs.Syscall + _host.Costs.EpollAdd);
        item.Epoll = this;
        item.Target.Attach(item);
        if (item.Target.Poll() != PollMask.None) caller.Spend(Link(item, caller.Core, caller.Owed));
    }

    /// <summary>EPOLL_CTL_DEL.</summary>
    public void Remove(KernelThread caller, EpollItem item)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(item);
        _account.EpollControls++;
        caller.WriteLine(_line);
        caller.Spend(_host.Costs.Syscall + _host.Costs.EpollDelete);
        item.Target.Detach(item);
        if (!item.Linked) return;
        item.Linked = false;
        for (var i = _ready.Count; i > 0; i--)
        {
            var other = _ready.Dequeue();
            if (!ReferenceEquals(other, item)) _ready.Enqueue(other);
        }
    }

    /// <summary>epoll_wait with time-out 0, by a thread that owes nothing.</summary>
    /// <returns>The number of events put into <paramref name="events"/>.</returns>
    public int Poll(KernelThread caller, Span<EpollEvent> events)
    {
        ArgumentNullException.ThrowIfNull(caller);
        _account.EpollWaits++;
        caller.Spend(_host.Costs.Syscall);
        var count = _ready.Count > 0 ? Harvest(caller, events) : 0;
        if (count == 0) caller.Spend(_host.Costs.EpollWaitEmpty);
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
        caller.Spend(_host.Costs.Syscall);
        await caller.Settle();
        while (true)
        {
            if (_ready.Count > 0)
            {
                var count = Harvest(caller, events);
                if (count > 0) return count;
            }

            if (deadline <= caller.LocalNow)
            {
                caller.Spend(_host.Costs.EpollWaitEmpty);
                return 0;
            }

            caller.DiscardWakeToken();
            _waiters.Add(caller);
            var timedOut = await caller.BlockUntil(deadline);
            if (timedOut)
            {
                _waiters.Remove(caller);
                if (_ready.Count == 0) return 0;
                continue;
            }

            _account.EpollWakeups++;
            if (_ready.Count == 0) _account.SpuriousWakeups++;
        }
    }

    /// <summary>ep_poll_callback: an item has become ready.</summary>
    /// <returns>CPU time that it costs the core on which it happens.</returns>
    internal SimDuration Callback(EpollItem item, Core cpu, SimDuration delay) =>
        _host.Costs.EpollCallback + _line.Write(cpu.Number, _host.Simulation.Now + delay) + Link(item, cpu, delay);

    private SimDuration Link(EpollItem item, Core cpu, SimDuration delay)
    {
        if (!item.Linked)
        {
            item.Linked = true;
            _ready.Enqueue(item);
        }

        return WakeOne(cpu, delay);
    }

    private SimDuration WakeOne(Core cpu, SimDuration delay)
    {
        if (_waiters.Count == 0) return SimDuration.Zero;
        var waiter = _waiters[^1];
        _waiters.RemoveAt(_waiters.Count - 1);
        _host.Wake(waiter, delay, cpu);
        return _host.Costs.EpollWake;
    }

    private int Harvest(KernelThread caller, Span<EpollEvent> events)
    {
        caller.WriteLine(_line);
        caller.Spend(_host.Costs.EpollHarvest);
        var count = 0;
        var again = 0;
        for (var left = _ready.Count; left > 0 && count < events.Length; left--)
        {
            var item = _ready.Dequeue();
            item.Linked = false;
            var mask = item.Target.Poll();
            if (mask == PollMask.None) continue;
            events[count++] = new(item, mask);
            if (!item.LevelTriggered) continue;
            item.Linked = true;
            _ready.Enqueue(item);
            again++;
        }

        _account.EpollEvents += count;
        caller.Spend(_host.Costs.EpollItem * count);
        if (_ready.Count > 0 && (again > 0 || count == events.Length)) caller.Spend(WakeOne(caller.Core, caller.Owed));
        return count;
    }
}
