using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Native;

/// <summary>Numbers of the system calls that libc has no function for, or not in every version.</summary>
/// <remarks>Source: arch/x86/entry/syscalls/syscall_64.tbl; include/uapi/asm-generic/unistd.h for arm64.</remarks>
internal static class SystemCallNumbers
{
    private static readonly bool s_isX64 = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    internal static nint Futex => s_isX64 ? 202 : 98;

    internal static nint GetThreadId => s_isX64 ? 186 : 178;

    internal static nint ThreadKill => s_isX64 ? 234 : 131;

    internal static nint EpollPwait2 => 441;
}
