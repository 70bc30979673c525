using GmpSim.Engine;

namespace GmpSim.Machine;

/// <content>How items become ready, and how they are harvested.</content>
public sealed partial class EpollInstance
{
    private readonly ReadyList _ready = new();

    /// <summary>Level-triggered items that the harvest has delivered and put back: behind what has arrived while it went on.</summary>
    private readonly ReadyList _putBack = new();

    private SimTime _scanEnds;
    private bool _hasChained;

    /// <summary>ep_poll_callback: something has happened to an item's descriptor.</summary>
    /// <param name="item">The registration.</param>
    /// <param name="key">What happened; <see cref="PollMask.None"/> matches every interest.</param>
    /// <param name="cpu">The core on which this happens.</param>
    /// <param name="delay">What the running code still owes.</param>
    /// <param name="hasWoken">For an exclusive item: whether it uses up the wake-up, so that no further exclusive one is told.</param>
    /// <returns>CPU time that it costs the core on which it happens.</returns>
    internal SimDuration Callback(EpollItem item, PollMask key, Core cpu, SimDuration delay, out bool hasWoken)
    {
        hasWoken = false;
        var at = _host.Simulation.Now + delay;
        var isHeard = item.IsArmed && (key == PollMask.None || (key & item.Interest) != PollMask.None);
        var isDuringHarvest = at < _scanEnds;
        var wakes = isHeard && _waiters.Count > 0 && (_wakesDuringHarvest || !isDuringHarvest);
        var underLock = wakes ? _host.Costs.EpollCallback + _host.Costs.EpollWake : _host.Costs.EpollCallback;
        var cost = _lock.Callback(cpu.Number, at, underLock, links: isHeard && !item.IsLinked);
        if (!isHeard) return cost;

        Link(item, at);
        hasWoken = wakes && UsesUpExclusiveWake(item, key);
        var untilWake = delay + cost - underLock;
        if (wakes) WakeOne(cpu, untilWake); // even if the item was on the list already
        if (isDuringHarvest) cost += ChainAfter(cpu);
        return cost;
    }

    /// <summary>A wake-up for both directions at once, or for one that the item does not ask for, leaves the credit to the next.</summary>
    private static bool UsesUpExclusiveWake(EpollItem item, PollMask key) => (key & (PollMask.In | PollMask.Out)) switch
    {
        PollMask.In => (item.Interest & PollMask.In) != PollMask.None,
        PollMask.Out => (item.Interest & PollMask.Out) != PollMask.None,
        PollMask.None => true,
        _ => false,
    };

    /// <summary>ep_events_available: something is on the ready list, or a harvest goes on, after which something may be.</summary>
    private bool HasEvents(SimTime at) => ReadyCount > 0 || at < _scanEnds;

    private void Link(EpollItem item, SimTime at)
    {
        if (item.IsLinked) return;
        if (at >= _scanEnds) _ready.TakeAllOf(_putBack);
        _ready.Append(item);
    }

    private SimDuration WakeOne(Core cpu, SimDuration delay)
    {
        if (_waiters.TakeNext() is not { } waiter) return SimDuration.Zero;
        _host.Wake(waiter, delay, cpu);
        return _host.Costs.EpollWake;
    }

    /// <summary>The harvest that goes on will find something on the list at its end and wake one more; who caused that pays for it here.</summary>
    private SimDuration ChainAfter(Core cpu)
    {
        if (_hasChained || !_harvestWakesNext) return SimDuration.Zero;
        _hasChained = true;
        return Chain(cpu, _scanEnds - _host.Simulation.Now);
    }

    private SimDuration Chain(Core cpu, SimDuration delay)
    {
        if (_waiters.TakeNext() is not { } waiter) return SimDuration.Zero;
        Counters.CountChainedWakeup();
        _host.Wake(waiter, delay, cpu);
        return _host.Costs.EpollWake;
    }

    /// <summary>ep_send_events, under ep->mtx. What does not fit stays at the head, what is level-triggered goes to the tail.</summary>
    private int Harvest(KernelThread caller, Span<EpollEvent> events)
    {
        _ready.TakeAllOf(_putBack);
        _lock.Run(caller, _host.Costs.EpollScanLock);
        var count = 0;
        var looks = 0;
        for (var left = _ready.Count; left > 0 && count < events.Length; left--)
        {
            var item = _ready.TakeFirst();
            looks++;
            var mask = item.IsArmed ? item.Target.Poll() & item.Interest : PollMask.None;
            if (mask == PollMask.None) continue;
            events[count++] = new(item, mask);
            if ((item.Trigger & EpollTrigger.OneShot) != EpollTrigger.None) item.IsArmed = false;
            else if ((item.Trigger & EpollTrigger.EdgeTriggered) == EpollTrigger.None) _putBack.Append(item);
        }

        Counters.CountReturn(count);
        caller.SpendInKernel(_host.Costs.EpollHarvest + (_host.Costs.EpollItem * looks));
        _lock.Run(caller, _host.Costs.EpollScanLock);
        _hasChained = _harvestWakesNext && ReadyCount > 0;
        if (_hasChained) caller.SpendInKernel(Chain(caller.Core, caller.Owed));
        _mutex.Unlock(caller);
        _scanEnds = _mutex.FreeAt;
        return count;
    }
}
