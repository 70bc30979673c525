using System.Numerics;

namespace GmpSim.Machine;

/// <summary>A set of logical CPUs of fixed size: one word, and on machines with more than 64 CPUs an array for the others.</summary>
/// <remarks>Exact for any number of CPUs, since a write must find the farthest sharer. 512 CPUs take 88 bytes a line, allocated with the line and never again.</remarks>
internal struct CpuBits
{
    private readonly ulong[]? _others;
    private ulong _first;

    internal CpuBits(int cpus)
    {
        _first = 0;
        _others = cpus > 64 ? new ulong[(cpus - 1) / 64] : null;
    }

    internal readonly bool Contains(int cpu)
    {
        var word = cpu < 64 ? _first : _others![(cpu >> 6) - 1];
        return (word & (1UL << (cpu & 63))) != 0;
    }

    internal readonly bool IsEmpty
    {
        get
        {
            if (_first != 0) return false;
            if (_others is null) return true;
            foreach (var word in _others)
            {
                if (word != 0) return false;
            }

            return true;
        }
    }

    internal void Add(int cpu)
    {
        if (cpu < 64) _first |= 1UL << cpu;
        else _others![(cpu >> 6) - 1] |= 1UL << (cpu & 63);
    }

    internal void Clear()
    {
        _first = 0;
        if (_others is not null) Array.Clear(_others);
    }

    /// <summary>The first CPU of the set from <paramref name="from"/> on; −1 when there is none. For walks: each next one costs a step, or one for every 64 CPUs that are not in it.</summary>
    internal readonly int NextFrom(int from)
    {
        var last = _others?.Length ?? 0;
        for (var word = from >> 6; word <= last; word++, from = word << 6)
        {
            var bits = (word == 0 ? _first : _others![word - 1]) & (ulong.MaxValue << (from & 63));
            if (bits != 0) return (word << 6) + BitOperations.TrailingZeroCount(bits);
        }

        return -1;
    }
}
