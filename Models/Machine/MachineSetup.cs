namespace GmpSim.Machine;

/// <summary>What a simulated computer is made of.</summary>
public sealed record MachineSetup
{
    /// <summary>Where the cores sit.</summary>
    public required MachineTopology Topology { get; init; }

    /// <summary>What everything costs.</summary>
    public required MachineCosts Costs { get; init; }

    /// <summary>What of the hardware is not a duration.</summary>
    public HardwareTraits Traits { get; init; } = new();

    /// <summary>How TCP is set up.</summary>
    public TcpSettings Tcp { get; init; } = new();

    /// <summary>Which kernel it runs.</summary>
    public KernelRules Rules { get; init; } = KernelRules.Default;
}
