namespace GmpSim.GoRuntime;

/// <summary>Why a goroutine left its M.</summary>
public enum RunOutcome
{
    /// <summary>gopark: it waits for something that knows it.</summary>
    Parked,

    /// <summary>Gosched: it gave way of its own will.</summary>
    Yielded,

    /// <summary>goyield: it gave way to what it has just readied; to the tail of the P's own ring (goyield_m, from 1.14).</summary>
    YieldedLocally,

    /// <summary>It was asked to stop at the end of its slice.</summary>
    Preempted,

    /// <summary>It came back from a system call and found no P: it is in the global queue, and its M has nothing (exitsyscallNoP, exitsyscall0 up to 1.25).</summary>
    LostP,

    /// <summary>goexit.</summary>
    Exited,
}
