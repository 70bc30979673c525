namespace GmpSim.Calibration.Native;

/// <summary>Operations and flags of epoll.</summary>
/// <remarks>Source: include/uapi/linux/eventpoll.h.</remarks>
internal static class Epoll
{
    internal const int CloseOnExec = 0x80000;
    internal const int Add = 1;
    internal const int Delete = 2;
    internal const int Modify = 3;

    internal const uint In = 0x001;
    internal const uint Out = 0x004;
    internal const uint Error = 0x008;
    internal const uint HangUp = 0x010;
    internal const uint PeerClosed = 0x2000;
    internal const uint Exclusive = 1u << 28;
    internal const uint OneShot = 1u << 30;
    internal const uint EdgeTriggered = 1u << 31;
}
