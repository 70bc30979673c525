namespace GmpSim.Machine;

/// <summary>What of a machine's hardware is not a duration: sizes, shares, kinds. The values without a profile are neutral.</summary>
public sealed record HardwareTraits
{
    /// <summary>Speed of a hardware thread while its sibling is busy, in percent of its speed alone; 100 for no influence. A core with one hardware thread never uses it.</summary>
    public int SiblingSpeedPercent { get; init; } = 100;

    /// <summary>What becomes of a modified line when another core reads it.</summary>
    public CoherenceProtocol Coherence { get; init; }

    /// <summary>Bytes that move between cores together [B].</summary>
    public int LineBytes { get; init; } = 64;

    /// <summary>First-level data cache of a core [B]; 0 for one that holds everything.</summary>
    public int L1Bytes { get; init; }

    /// <summary>Second-level cache of a core [B]; 0 for one that holds everything.</summary>
    public int L2Bytes { get; init; }

    /// <summary>Each last-level cache [B]; 0 for one that holds everything.</summary>
    public int LlcBytes { get; init; }
}
