namespace GmpSim.Machine;

/// <summary>State of a cache line in the machine as a whole.</summary>
internal enum LineState : byte
{
    /// <summary>In no cache.</summary>
    Memory,

    /// <summary>One core has it, unchanged (E).</summary>
    Exclusive,

    /// <summary>One core has it, changed (M).</summary>
    Modified,

    /// <summary>Changed, and shared: the owner supplies it (O, in MOESI only).</summary>
    Owned,

    /// <summary>One or more cores have it, unchanged; nobody owns it (S).</summary>
    Shared,
}
