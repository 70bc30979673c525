using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Native;

/// <summary>Numbers of the system calls that libc has no function for, or not in every version.</summary>
/// <remarks>Source: arch/x86/entry/syscalls/syscall_64.tbl; include/uapi/asm-generic/unistd.h, which arm64 has. Calls added since 5.1 have one number everywhere.</remarks>
/// <param name="Futex"><c>futex</c>.</param>
/// <param name="GetThreadId"><c>gettid</c>.</param>
/// <param name="ThreadKill"><c>tgkill</c>.</param>
/// <param name="EpollPwait2"><c>epoll_pwait2</c>.</param>
internal sealed record SystemCallNumbers(nint Futex, nint GetThreadId, nint ThreadKill, nint EpollPwait2)
{
    private const nint EpollPwait2Everywhere = 441;

    /// <summary>x86-64.</summary>
    internal static readonly SystemCallNumbers X64 = new(202, 186, 234, EpollPwait2Everywhere);

    /// <summary>arm64.</summary>
    internal static readonly SystemCallNumbers Arm64 = new(98, 178, 131, EpollPwait2Everywhere);

    internal static SystemCallNumbers OfThisMachine { get; } = Of(RuntimeInformation.ProcessArchitecture);

    /// <summary>The numbers of an architecture.</summary>
    /// <exception cref="PlatformNotSupportedException">It is neither of the two that calibration and real runs know.</exception>
    internal static SystemCallNumbers Of(Architecture architecture) => architecture switch
    {
        Architecture.X64 => X64,
        Architecture.Arm64 => Arm64,
        _ => throw new PlatformNotSupportedException($"System call numbers of {architecture} are not known."),
    };
}
