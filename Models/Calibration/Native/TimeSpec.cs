using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Native;

/// <summary><c>struct timespec</c> of a 64-bit kernel.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct TimeSpec
{
    internal long Seconds;
    internal long Nanoseconds;

    internal static TimeSpec Of(long nanoseconds) => new() { Seconds = nanoseconds / 1_000_000_000, Nanoseconds = nanoseconds % 1_000_000_000 };

    internal readonly long TotalNanoseconds => (Seconds * 1_000_000_000) + Nanoseconds;
}
