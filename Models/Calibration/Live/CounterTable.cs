using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Live;

/// <summary>Counters of several threads in native memory, where nothing moves them and no two share a cache line.</summary>
internal sealed unsafe class CounterTable : IDisposable
{
    private readonly LiveCounters* _counters;
    private readonly int _count;

    internal CounterTable(int count)
    {
        var bytes = (nuint)(count * Unsafe.SizeOf<LiveCounters>());
        _count = count;
        _counters = (LiveCounters*)NativeMemory.AlignedAlloc(bytes, (nuint)Unsafe.SizeOf<LiveCounters>());
        NativeMemory.Clear(_counters, bytes);
    }

    internal LiveCounters* this[int index] => index < _count ? _counters + index : throw new ArgumentOutOfRangeException(nameof(index));

    public void Dispose() => NativeMemory.AlignedFree(_counters);
}
