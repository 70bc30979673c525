using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Live.Go;

/// <summary>When the last request of a connection became readable; its client and the server's goroutine share it.</summary>
/// <remarks>
/// The kernel makes data readable and wakes the reader within the client's write, and nobody in user mode sees when. Taken is the beginning of the write and the shortest time that any write of the connection has needed so far: one that woke
/// nobody, or hardly. A reader that runs on the writer's own CPU in the middle of its write is timed as well.
/// </remarks>
internal sealed class SendClock
{
    private Padded _value;

    /// <summary>A write begins.</summary>
    internal void Begin(long at) => Volatile.Write(ref _value.At, at);

    /// <summary>It is done.</summary>
    internal void Done(long at)
    {
        var taken = at - Volatile.Read(ref _value.At);
        if (_value.Shortest == 0 || taken < _value.Shortest) Volatile.Write(ref _value.Shortest, taken);
    }

    /// <summary>Time since the request became readable [ns], not below 0.</summary>
    internal long Since(long now) => Math.Max(0, now - Volatile.Read(ref _value.At) - Volatile.Read(ref _value.Shortest));

    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Padded
    {
        [FieldOffset(64)]
        internal long At;

        [FieldOffset(72)]
        internal long Shortest;
    }
}
