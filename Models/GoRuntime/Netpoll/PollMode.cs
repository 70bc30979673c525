namespace GmpSim.GoRuntime;

/// <summary>A direction of a descriptor ('r' and 'w' in netpoll.go).</summary>
public enum PollMode
{
    /// <summary>Reading and accepting.</summary>
    Read,

    /// <summary>Writing and connecting.</summary>
    Write,
}
