using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Live;

/// <summary>A descriptor that threads watch and producers signal.</summary>
internal abstract unsafe class SignalSource : IDisposable
{
    /// <summary>When its signals were due and sent.</summary>
    internal SignalTimes Times { get; } = new();

    /// <summary>What epoll watches.</summary>
    internal abstract int Descriptor { get; }

    /// <summary>Whether one read can leave something, so that a thread that is told by edges must read until nothing is there.</summary>
    internal abstract bool HoldsSeveral { get; }

    internal static SignalSource Create(LiveSourceKind kind) => kind switch
    {
        LiveSourceKind.EventFd => new EventFdSource(),
        LiveSourceKind.SocketPair => new SocketPairSource(),
        _ => new ListenerSource(),
    };

    /// <summary>Makes it ready; <see langword="false"/> when the kernel takes no more.</summary>
    /// <param name="due">When this was to happen [ns].</param>
    internal bool Signal(long due)
    {
        if (Times.Outstanding >= SignalTimes.Capacity) return false;
        var number = Times.Add(due, Clock.Now());
        if (!Send()) return false;
        Times.Sent(number, Clock.Now());
        return true;
    }

    /// <summary>A read or accept.</summary>
    /// <returns>How many signals it took; 0 for EAGAIN.</returns>
    internal abstract long Read();

    public virtual void Dispose() => Times.Dispose();

    /// <summary>The write or connect.</summary>
    private protected abstract bool Send();

    private protected static long ReadNumber(int descriptor)
    {
        long value;
        nint bytes;
        do bytes = Libc.Read(descriptor, &value, sizeof(long));
        while (bytes < 0 && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Errno.Interrupted);
        return bytes == sizeof(long) ? value : 0;
    }

    private protected static bool WriteOne(int descriptor)
    {
        var one = 1L;
        return Libc.Write(descriptor, &one, sizeof(long)) == sizeof(long);
    }
}
