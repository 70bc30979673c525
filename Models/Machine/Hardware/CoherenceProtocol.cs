namespace GmpSim.Machine;

/// <summary>What happens to a modified line when another core reads it.</summary>
public enum CoherenceProtocol
{
    /// <summary>The owner keeps it as Owned, dirty but shared, and supplies every further reader (AMD).</summary>
    Moesi,

    /// <summary>It is written back to the last-level cache, which supplies further readers below it; elsewhere the nearest sharer does (Intel, Forward state included).</summary>
    Mesi,
}
