using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Live.Go;

/// <summary>A counter on a cache line of its own, however the objects around it lie.</summary>
internal sealed class PaddedCounter
{
    private Padded _value;

    /// <summary>Read with acquire, written with release.</summary>
    internal uint Value
    {
        get => Volatile.Read(ref _value.Count);
        set => Volatile.Write(ref _value.Count, value);
    }

    internal bool TryAdvance(uint from, uint by) => Interlocked.CompareExchange(ref _value.Count, from + by, from) == from;

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Padded
    {
        [FieldOffset(128)]
        internal uint Count;
    }
}
