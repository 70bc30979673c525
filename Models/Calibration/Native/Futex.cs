namespace GmpSim.Calibration.Native;

/// <summary>Operations of the futex system call.</summary>
/// <remarks>Source: include/uapi/linux/futex.h; private futexes, as Go uses them (runtime/os_linux.go).</remarks>
internal static class Futex
{
    internal const int WaitPrivate = 0 | 128;
    internal const int WakePrivate = 1 | 128;
}
