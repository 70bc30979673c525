namespace GmpSim.GoRuntime;

/// <summary>Status of a P; Go's names without the P, with Go's numbers (runtime2.go).</summary>
public enum ProcessorStatus
{
    /// <summary>On the idle stack, or on its way from one owner to the next.</summary>
    Idle = 0,

    /// <summary>An M holds it and runs code or the scheduler; from 1.26 on also while the M's goroutine is in a system call.</summary>
    Running = 1,

    /// <summary>Up to 1.25: its M is in a system call and has let go of it, but will take it back if nobody else does first.</summary>
    Syscall = 2,

    /// <summary>Stopped with the world; keeps its run queue.</summary>
    GcStop = 3,

    /// <summary>Beyond GOMAXPROCS since that shrank.</summary>
    Dead = 4,
}
