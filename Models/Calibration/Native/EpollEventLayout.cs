using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Native;

/// <summary>How <c>struct epoll_event</c> lies in memory.</summary>
/// <param name="Size">Bytes from one entry to the next.</param>
/// <param name="DataOffset">Where the user data begins; the flags begin at 0.</param>
/// <remarks>Source: include/uapi/linux/eventpoll.h, EPOLL_PACKED, which is empty but on x86-64.</remarks>
internal sealed record EpollEventLayout(int Size, int DataOffset)
{
    /// <summary>x86-64.</summary>
    internal static readonly EpollEventLayout Packed = new(12, 4);

    /// <summary>arm64 and the others.</summary>
    internal static readonly EpollEventLayout Aligned = new(16, 8);

    internal static EpollEventLayout OfThisMachine { get; } = Of(RuntimeInformation.ProcessArchitecture);

    /// <summary>The layout of an architecture.</summary>
    internal static EpollEventLayout Of(Architecture architecture) => architecture == Architecture.X64 ? Packed : Aligned;
}
