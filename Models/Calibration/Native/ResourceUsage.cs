using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Native;

/// <summary><c>struct rusage</c> of a 64-bit kernel.</summary>
/// <remarks>Source: include/uapi/linux/resource.h.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal struct ResourceUsage
{
    internal const int OfThread = 1;

    internal long UserSeconds;
    internal long UserMicroseconds;
    internal long SystemSeconds;
    internal long SystemMicroseconds;
    internal long MaxResidentKib;
    internal long SharedKib;
    internal long DataKib;
    internal long StackKib;
    internal long MinorFaults;
    internal long MajorFaults;
    internal long Swaps;
    internal long BlocksIn;
    internal long BlocksOut;
    internal long MessagesSent;
    internal long MessagesReceived;
    internal long Signals;
    internal long VoluntarySwitches;
    internal long InvoluntarySwitches;

    /// <summary>The usage of the calling thread.</summary>
    internal static unsafe ResourceUsage OfCallingThread()
    {
        ResourceUsage usage = default;
        _ = Libc.GetResourceUsage(OfThread, &usage);
        return usage;
    }
}
