namespace GmpSim.Machine;

/// <summary>Why a thread comes to a core's queue.</summary>
internal enum PlacementKind
{
    /// <summary>It has been created.</summary>
    New,

    /// <summary>It has been asleep.</summary>
    Woken,

    /// <summary>It has waited for another core, or was held back by a quota.</summary>
    Moved,
}
