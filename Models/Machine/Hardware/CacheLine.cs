using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>One contended cache line: who owns it, who shares it, and until when it is on its way.</summary>
/// <remarks>
/// A write takes the line away from every other core at the cost of the farthest; a read makes the reader a sharer.
/// Transfers queue: a line can go to one core at a time, so k cores hammering it get 1/k of 1/transfer each. This
/// is the parametric line model of MESI-like protocols with a single-server queue; a read holds the line for
/// 0.3 of its cost. Not modelled: arbitration that favours near cores, adjacent-line prefetch.
/// </remarks>
public sealed class CacheLine
{
    /// <summary>Share of its cost for which a read keeps the line busy, as a ratio over ten. Source: assumed, between 0 (free) and 1 (exclusive).</summary>
    private const int ReadOccupancyTenths = 3;

    private readonly Hardware _hardware;
    private readonly ulong[] _sharers;
    private int _owner = -1;
    private SimTime _busyUntil;

    internal CacheLine(Hardware hardware)
    {
        _hardware = hardware;
        _sharers = new ulong[(hardware.Topology.LogicalCpus + 63) / 64];
    }

    /// <summary>An atomic read-modify-write (or a store) by <paramref name="cpu"/> that begins at <paramref name="at"/>.</summary>
    /// <returns>How long the core is held up, waiting for the line included.</returns>
    public SimDuration Write(int cpu, SimTime at)
    {
        if (_owner == cpu && !SharedByOthers(cpu)) return _hardware.Costs.RmwLocal;

        var cost = _owner < 0 ? SimDuration.Zero : _hardware.TransferCost(cpu, _owner);
        for (var word = 0; word < _sharers.Length; word++)
        {
            for (var bits = _sharers[word]; bits != 0; bits &= bits - 1)
            {
                var sharer = (word * 64) + System.Numerics.BitOperations.TrailingZeroCount(bits);
                if (sharer != cpu) cost = SimDuration.Max(cost, _hardware.TransferCost(cpu, sharer));
            }
        }

        Array.Clear(_sharers);
        _owner = cpu;
        return Queue(at, cost, cost) + _hardware.Costs.RmwLocal;
    }

    /// <summary>A read by <paramref name="cpu"/> that begins at <paramref name="at"/>.</summary>
    /// <returns>How long the core is held up; nothing when it has the line already.</returns>
    public SimDuration Read(int cpu, SimTime at)
    {
        if (_owner == cpu || IsSharer(cpu)) return SimDuration.Zero;
        _sharers[cpu >> 6] |= 1UL << (cpu & 63);
        if (_owner < 0) return SimDuration.Zero;
        var cost = _hardware.TransferCost(cpu, _owner);
        return Queue(at, cost, cost * ReadOccupancyTenths / 10);
    }

    /// <summary>Takes the line for a critical section of length <paramref name="hold"/>: a spin lock on this line.</summary>
    /// <returns>Waiting, transfer and critical section together.</returns>
    public SimDuration Lock(int cpu, SimTime at, SimDuration hold)
    {
        var free = SimTime.Max(at, _busyUntil);
        var end = free + Write(cpu, free) + hold;
        _busyUntil = end;
        return end - at;
    }

    private SimDuration Queue(SimTime at, SimDuration cost, SimDuration occupancy)
    {
        if (cost == SimDuration.Zero) return cost;
        _hardware.LineTransfers++;
        var start = SimTime.Max(at, _busyUntil);
        _busyUntil = start + occupancy;
        return start - at + cost;
    }

    private bool IsSharer(int cpu) => (_sharers[cpu >> 6] & (1UL << (cpu & 63))) != 0;

    private bool SharedByOthers(int cpu)
    {
        for (var word = 0; word < _sharers.Length; word++)
        {
            var others = word == cpu >> 6 ? _sharers[word] & ~(1UL << (cpu & 63)) : _sharers[word];
            if (others != 0) return true;
        }

        return false;
    }
}
