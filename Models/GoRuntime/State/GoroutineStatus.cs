namespace GmpSim.GoRuntime;

/// <summary>Status of a goroutine; Go's names without the G (runtime2.go).</summary>
public enum GoroutineStatus
{
    /// <summary>Just allocated.</summary>
    Idle,

    /// <summary>In exactly one run queue, or in the hands of the code that moves it.</summary>
    Runnable,

    /// <summary>On an M that holds a P.</summary>
    Running,

    /// <summary>In a system call or in C, on an M that may have lost its P meanwhile.</summary>
    Syscall,

    /// <summary>Parked; recorded in whatever it waits for, in no run queue.</summary>
    Waiting,

    /// <summary>Ended.</summary>
    Dead,
}
