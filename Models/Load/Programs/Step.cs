namespace GmpSim.Load;

/// <summary>How far a goroutine has come with one instruction.</summary>
internal enum Step
{
    /// <summary>Done: the next instruction follows.</summary>
    Next,

    /// <summary>Not done, but nothing to wait for: the same instruction again.</summary>
    Again,

    /// <summary>Done; the instruction itself has set where to go on.</summary>
    Jumped,

    /// <summary>Done, and the goroutine gives way to what it has just readied (goyield); the next instruction follows when it runs again.</summary>
    NextAfterYield,

    /// <summary>Parked: comes back to the same instruction.</summary>
    Parked,

    /// <summary>Preempted in the middle: comes back to the same instruction.</summary>
    Preempted,

    /// <summary>Done, but the goroutine has come back from a system call to no P.</summary>
    LostP,

    /// <summary>Not done, and the goroutine has come back from a system call to no P: comes back to the same instruction.</summary>
    LostPMidway,

    /// <summary>The program ends here, as after an error of a connection.</summary>
    Ended,
}
