namespace GmpSim.Benchmarks;

/// <summary>How the actors of a simulation are written.</summary>
public enum ActorStyle
{
    /// <summary>Event handlers with explicit state.</summary>
    Handler,

    /// <summary>Sequential code that waits in its outermost method.</summary>
    Process,

    /// <summary>Sequential code that calls a method, and that one waits.</summary>
    NestedProcess,
}
