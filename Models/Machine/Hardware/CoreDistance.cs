namespace GmpSim.Machine;

/// <summary>Distance class of two logical CPUs: what a cache line has to cross on its way.</summary>
public enum CoreDistance
{
    /// <summary>The same logical CPU: the line is in its own cache.</summary>
    Same,

    /// <summary>Two hardware threads of one core.</summary>
    Sibling,

    /// <summary>Two cores under one last-level cache.</summary>
    SameLlc,

    /// <summary>Two last-level caches of one socket.</summary>
    SameSocket,

    /// <summary>Two sockets.</summary>
    OtherSocket,
}
