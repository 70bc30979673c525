using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Native;

internal static unsafe partial class Libc
{
    /// <summary>SOCK_SEQPACKET: messages keep their bounds.</summary>
    internal const int SequencedPackets = 5;

    /// <summary>SHUT_RDWR.</summary>
    internal const int ShutBoth = 2;

    [LibraryImport(Name, EntryPoint = "shutdown", SetLastError = true)]
    internal static partial int Shutdown(int socket, int how);
}
