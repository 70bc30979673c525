using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>One contended cache line: who owns it, who shares it, and until when it is on its way.</summary>
/// <remarks>
/// A parametric MESI or MOESI line (<see cref="HardwareTraits.Coherence"/>). A core that lacks the line gets it from its owner, from a
/// sharer, from its last-level cache or from memory; one that writes makes all others give it up, and waits for the farthest. Exclusive transfers
/// queue: the line goes to one core at a time, so k cores hammering it get 1/k of 1/transfer each, in the order of asking. A read keeps the line busy for 0.3 of its cost.
/// A lock on the line (<see cref="Lock"/>) is held while the host of a virtual machine has its holder's core.
/// Costs are computed when the access is made; there is no event for it. Not modelled: arbitration that favours near cores, adjacent-line
/// prefetch, atomics that are executed at the home node (Arm), eviction of a line while nobody uses it.
/// </remarks>
public sealed class CacheLine
{
    /// <summary>Share of its cost for which a read keeps the line busy, as a ratio over ten. Source: assumed, between 0 (free) and 1 (exclusive).</summary>
    private const int ReadOccupancyTenths = 3;

    private readonly Hardware _hardware;
    private CpuBits _sharers; // without the owner
    private LineState _state;
    private short _owner = -1;
    private sbyte _node = -1;
    private SimTime _busyFrom;
    private SimTime _busyUntil;

    internal CacheLine(Hardware hardware)
    {
        _hardware = hardware;
        _sharers = new(hardware.Topology.LogicalCpus);
    }

    /// <summary>An atomic read-modify-write by <paramref name="cpu"/> that begins at <paramref name="at"/>.</summary>
    /// <returns>How long the core is held up, waiting for the line included.</returns>
    public SimDuration Write(int cpu, SimTime at)
    {
        return Store(cpu, at) + _hardware.Costs.RmwLocal;
    }

    /// <summary>A store by <paramref name="cpu"/> that begins at <paramref name="at"/>, or an atomic operation whose own time is counted elsewhere.</summary>
    /// <returns>How long the core is held up; nothing when the line is its own.</returns>
    public SimDuration Store(int cpu, SimTime at)
    {
        var cost = Acquire(cpu);
        return cost == SimDuration.Zero ? cost : Reserve(at, cost) - at + cost;
    }

    /// <summary>An atomic operation by a core that has used the line a moment ago and lost it since to <paramref name="other"/>, which uses it at the same time.</summary>
    /// <remarks>Accesses are computed one core after another: this is how two of one core can have one of another between them.</remarks>
    /// <returns>How long the core is held up until it has the line again, waiting included.</returns>
    internal SimDuration WriteAgain(int cpu, SimTime at, int other)
    {
        var cost = _hardware.LinesAreFree ? SimDuration.Zero : FetchFrom(_hardware.Distance(cpu, other));
        return Reserve(at, cost) - at + cost + _hardware.Costs.RmwLocal;
    }

    /// <summary>A read by <paramref name="cpu"/> that begins at <paramref name="at"/>.</summary>
    /// <returns>How long the core is held up; nothing when it has the line already.</returns>
    public SimDuration Read(int cpu, SimTime at)
    {
        if (_owner == cpu || _hardware.LinesAreFree || _sharers.Contains(cpu)) return SimDuration.Zero;
        var cost = Fetch(cpu);
        Share(cpu);
        return cost == SimDuration.Zero ? cost : Reserve(at, cost * ReadOccupancyTenths / 10) - at + cost;
    }

    /// <summary>Whether the line is on its way, or held for a critical section, at an instant.</summary>
    internal bool IsBusy(SimTime at) => at >= _busyFrom && at < _busyUntil;

    /// <summary>Takes the line for a critical section of length <paramref name="hold"/>: a spin lock on this line.</summary>
    /// <param name="cpu">Who takes it.</param>
    /// <param name="at">When it asks.</param>
    /// <param name="hold">Length of the section, what it waits for lines apart.</param>
    /// <param name="data">A line of what the lock guards, written in every section: it follows the lock from core to core.</param>
    /// <returns>Waiting, transfers and critical section together.</returns>
    public SimDuration Lock(int cpu, SimTime at, SimDuration hold, CacheLine? data = null)
    {
        var section = Acquire(cpu) + _hardware.Costs.RmwLocal + hold;
        if (data is not null) section += data.Acquire(cpu);
        var start = Reserve(at, section);
        _busyUntil += _hardware.Absence(cpu, start, section);
        return start - at + section;
    }

    /// <summary>The section of the last <see cref="Lock"/> turns out to be longer.</summary>
    internal void Prolong(SimDuration section) => _busyUntil += section;

    /// <summary>
    /// The line becomes <paramref name="cpu"/>'s alone, modified. Fetching it and telling the others to give it up go side by side; the answers
    /// of many come in one after another.
    /// </summary>
    private SimDuration Acquire(int cpu)
    {
        if ((_owner == cpu && _state != LineState.Owned) || _hardware.LinesAreFree)
        {
            _state = LineState.Modified;
            return SimDuration.Zero;
        }

        var isUpgrade = _owner == cpu || _sharers.Contains(cpu);
        var cost = isUpgrade ? SimDuration.Zero : Fetch(cpu);
        var farthest = CoreDistance.Same;
        var others = 0;
        if (_owner >= 0 && _owner != cpu) (farthest, others) = (_hardware.Distance(cpu, _owner), 1);
        for (var sharer = _sharers.NextFrom(0); sharer >= 0; sharer = _sharers.NextFrom(sharer + 1))
        {
            if (sharer == cpu) continue;
            others++;
            var distance = _hardware.Distance(cpu, sharer);
            if (distance > farthest) farthest = distance;
        }

        if (others > 0)
        {
            var upgrade = _hardware.UpgradeCost(farthest);
            if (isUpgrade && upgrade > SimDuration.Zero) _hardware.CountUpgrade(farthest);
            cost = SimDuration.Max(cost, upgrade) + (_hardware.Costs.InvalidateSharer * (others - 1));
        }

        _sharers.Clear();
        _owner = (short)cpu;
        _state = LineState.Modified;
        return cost;
    }

    /// <summary>Where a core that has no copy gets one, and for what.</summary>
    private SimDuration Fetch(int cpu)
    {
        if (_owner >= 0) return FetchFrom(_hardware.Distance(cpu, _owner));
        if (_state == LineState.Memory) return FetchFromMemory(cpu);

        var nearest = CoreDistance.OtherSocket;
        for (var sharer = _sharers.NextFrom(0); sharer >= 0 && nearest > CoreDistance.SameLlc; sharer = _sharers.NextFrom(sharer + 1))
        {
            var distance = _hardware.Distance(cpu, sharer);
            if (distance < nearest) nearest = distance;
        }

        if (nearest > CoreDistance.SameLlc) return FetchFrom(nearest);
        if (_hardware.Costs.L3Hit > SimDuration.Zero) _hardware.CountLlcHit();
        return _hardware.Costs.L3Hit;
    }

    private SimDuration FetchFrom(CoreDistance distance)
    {
        var cost = _hardware.TransferCost(distance);
        if (cost > SimDuration.Zero) _hardware.CountFetch(distance);
        return cost;
    }

    /// <summary>The first to touch a line places it: Linux gives out memory of the node that first writes to it.</summary>
    private SimDuration FetchFromMemory(int cpu)
    {
        if (_node < 0) _node = (sbyte)_hardware.NodeOf(cpu);
        var cost = _hardware.MemoryCost(cpu, _node);
        if (cost > SimDuration.Zero) _hardware.CountMemoryRead();
        return cost;
    }

    /// <summary>A reader has joined.</summary>
    private void Share(int cpu)
    {
        switch (_state)
        {
            case LineState.Memory:
                _owner = (short)cpu;
                _state = LineState.Exclusive;
                return;

            case LineState.Modified when _hardware.Traits.Coherence == CoherenceProtocol.Moesi:
                _state = LineState.Owned;
                break;

            case LineState.Modified or LineState.Exclusive:
                _sharers.Add(_owner);
                _owner = -1;
                _state = LineState.Shared;
                break;
        }

        _sharers.Add(cpu);
    }

    /// <summary>The single server: from when on the line serves a request that comes at <paramref name="at"/> and takes <paramref name="occupancy"/>.</summary>
    /// <remarks>
    /// Threads run ahead of the clock by what they owe, so requests do not come in the order of their times. One that is over before those
    /// that came before it begin does not wait for them; the queue is then the one that it begins, which the next are more likely to meet.
    /// </remarks>
    private SimTime Reserve(SimTime at, SimDuration occupancy)
    {
        var start = at > _busyUntil || (at < _busyFrom && at + occupancy <= _busyFrom) ? at : _busyUntil;
        if (start == at) _busyFrom = at;
        _busyUntil = start + occupancy;
        return start;
    }
}
