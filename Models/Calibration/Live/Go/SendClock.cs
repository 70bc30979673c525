using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Live.Go;

/// <summary>When the client of a connection was done with its last write; it and the server's goroutine share it.</summary>
internal sealed class SendClock
{
    private Padded _value;

    /// <summary>A write begins.</summary>
    internal void Begin() => Volatile.Write(ref _value.At, 0);

    /// <summary>It is done.</summary>
    internal void Done(long at) => Volatile.Write(ref _value.At, at);

    /// <summary>Time since then [ns]; 0 when the writer was overtaken by whom it woke.</summary>
    internal long Since(long now)
    {
        var at = Volatile.Read(ref _value.At);
        return at == 0 ? 0 : Math.Max(0, now - at);
    }

    [StructLayout(LayoutKind.Explicit, Size = 192)]
    private struct Padded
    {
        [FieldOffset(64)]
        internal long At;
    }
}
