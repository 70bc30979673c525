namespace GmpSim.Machine;

/// <summary>What a kernel thread is doing.</summary>
public enum ThreadState
{
    /// <summary>Asleep, on no core's queue.</summary>
    Blocked,

    /// <summary>On a core's queue, waiting for the core.</summary>
    Runnable,

    /// <summary>On a core: running, or about to after a switch.</summary>
    Running,

    /// <summary>Ended.</summary>
    Exited,
}
