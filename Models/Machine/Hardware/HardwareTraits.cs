namespace GmpSim.Machine;

/// <summary>What of a machine's hardware is not a duration: sizes, shares, kinds.</summary>
public sealed record HardwareTraits
{
    /// <summary>Speed of a hardware thread while its sibling is busy, in percent of its speed alone; 100 for no influence. A core with one hardware thread never uses it.</summary>
    public int SiblingSpeedPercent { get; init; } = 100;

    /// <summary>How the caches of the cores agree.</summary>
    public CoherenceProtocol Protocol { get; init; } = CoherenceProtocol.Moesi;

    /// <summary>What it costs to make others give up their copies of a line that one has, in percent of fetching the line over the same distance, 1 to 100.</summary>
    public int UpgradePercent { get; init; } = 100;

    /// <summary>Bytes that travel together: 64, or 128 on some Arm. Fields closer than this are one line. A power of two.</summary>
    public int LineBytes { get; init; } = 64;
}
