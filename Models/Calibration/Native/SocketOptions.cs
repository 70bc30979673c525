namespace GmpSim.Calibration.Native;

/// <summary>Families, types, options and flags of sockets and descriptors; the same on x86-64 and arm64.</summary>
/// <remarks>Source: include/linux/socket.h, include/uapi/asm-generic/socket.h, include/uapi/asm-generic/fcntl.h, include/uapi/linux/tcp.h.</remarks>
internal static class SocketOptions
{
    internal const int UnixFamily = 1;
    internal const int InternetFamily = 2;
    internal const int Stream = 1;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;

    internal const int SocketLevel = 1;
    internal const int ReuseAddress = 2;
    internal const int Linger = 13;
    internal const int ReusePort = 15;
    internal const int TcpLevel = 6;
    internal const int NoDelay = 1;

    internal const int GetFlags = 3;
    internal const int SetFlags = 4;
    internal const int SetTimerSlack = 29;
    internal const int GetTimerSlack = 30;

    internal const int EventFdNonBlocking = NonBlocking;
    internal const int EventFdCloseOnExec = CloseOnExec;
}
