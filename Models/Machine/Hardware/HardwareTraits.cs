namespace GmpSim.Machine;

/// <summary>What of a machine's hardware is not a duration: sizes, shares, kinds. The values without a profile are neutral.</summary>
public sealed record HardwareTraits
{
    /// <summary>Speed of a hardware thread while its sibling is busy, in percent of its speed alone, 1 to 100; 100 for no influence. A core with one hardware thread never uses it.</summary>
    public int SiblingSpeedPercent { get; init; } = 100;

    /// <summary>How an idle CPU learns that there is something to do.</summary>
    public IdleWake IdleWake { get; init; } = IdleWake.Polling;

    /// <summary>How much the time to leave an idle state scatters: standard deviation as a share of the mean, in percent, 0 to 300 (<see cref="CostSpread"/>).</summary>
    public int IdleSpreadPercent { get; init; }

    /// <summary>How much what cold caches cost after idling scatters, likewise.</summary>
    public int ColdSpreadPercent { get; init; }

    /// <summary>What becomes of a modified line when another core reads it.</summary>
    public CoherenceProtocol Coherence { get; init; } = CoherenceProtocol.Moesi;

    /// <summary>What it costs to make others give up their copies of a line that one has, in percent of fetching the line over the same distance, 1 to 100.</summary>
    public int UpgradePercent { get; init; } = 100;

    /// <summary>Bytes that travel together: 64, or 128 on some Arm. Fields closer than this are one line. A power of two.</summary>
    public int LineBytes { get; init; } = 64;

    /// <summary>First-level data cache of a core [B]; 0 for one that holds everything.</summary>
    public int L1Bytes { get; init; }

    /// <summary>Second-level cache of a core [B]; 0 for one that holds everything.</summary>
    public int L2Bytes { get; init; }

    /// <summary>Each last-level cache [B]; 0 for one that holds everything.</summary>
    public int LlcBytes { get; init; }

    /// <summary>Lines that a core fetches at once when it fills its caches again, from 1 (a chain of pointers).</summary>
    public int RefillParallelism { get; init; } = 1;
}
