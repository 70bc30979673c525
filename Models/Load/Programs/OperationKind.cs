namespace GmpSim.Load;

/// <summary>What one instruction of a goroutine program does.</summary>
public enum OperationKind
{
    /// <summary>Computes for a sampled time.</summary>
    Cpu,

    /// <summary>Computes for the time that the recording has for this request.</summary>
    CpuRecorded,

    /// <summary>Reads the next request from the connection; parks until it is there.</summary>
    Read,

    /// <summary>Writes the response to the connection.</summary>
    Write,

    /// <summary>Sleeps for a sampled time.</summary>
    Sleep,

    /// <summary>Starts a goroutine with another program.</summary>
    Spawn,

    /// <summary>runtime.Gosched.</summary>
    Yield,

    /// <summary>Begins a loop.</summary>
    RepeatBegin,

    /// <summary>Goes back to the loop's first instruction until its count is used up.</summary>
    RepeatEnd,
}
