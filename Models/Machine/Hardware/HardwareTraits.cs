namespace GmpSim.Machine;

/// <summary>What of a machine's hardware is not a duration: sizes, shares, kinds.</summary>
public sealed record HardwareTraits
{
    /// <summary>Speed of a hardware thread while its sibling is busy, in percent of its speed alone; 100 for no influence. A core with one hardware thread never uses it.</summary>
    public int SiblingSpeedPercent { get; init; } = 100;
}
