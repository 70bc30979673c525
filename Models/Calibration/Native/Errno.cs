namespace GmpSim.Calibration.Native;

/// <summary>Error numbers; the same on x86-64 and arm64.</summary>
/// <remarks>Source: include/uapi/asm-generic/errno-base.h and errno.h.</remarks>
internal static class Errno
{
    internal const int NotPermitted = 1;
    internal const int Interrupted = 4;
    internal const int Again = 11;
    internal const int AccessDenied = 13;
    internal const int Invalid = 22;
    internal const int TooManyOpenFiles = 24;
    internal const int NoSuchCall = 38;
    internal const int AddressInUse = 98;
    internal const int AddressNotAvailable = 99;
    internal const int TimedOut = 110;
    internal const int InProgress = 115;
}
