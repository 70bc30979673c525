namespace GmpSim.GoRuntime;

/// <summary>How the runtime sees a call that leaves Go code.</summary>
public enum SyscallKind
{
    /// <summary>entersyscall: nobody knows whether it will block, so the P stays until sysmon takes it.</summary>
    Ordinary,

    /// <summary>entersyscallblock: known to block, so the P is handed off before the call.</summary>
    KnownToBlock,

    /// <summary>cgocall: as an ordinary one, but the time is spent computing in C on the M's core.</summary>
    Cgo,
}
