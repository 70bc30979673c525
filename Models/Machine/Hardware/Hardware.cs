using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>The cores' common ground: topology, line costs, and the count of lines that moved.</summary>
public sealed class Hardware
{
    internal Hardware(MachineSetup setup)
    {
        Topology = setup.Topology;
        Costs = setup.Costs;
        Traits = setup.Traits;
    }

    /// <summary>Where the cores sit.</summary>
    public MachineTopology Topology { get; }

    /// <summary>What everything costs.</summary>
    public MachineCosts Costs { get; }

    /// <summary>Sizes, shares and kinds.</summary>
    public HardwareTraits Traits { get; }

    /// <summary>Cache lines moved between cores so far, of the lines that are modelled one by one.</summary>
    public long LineTransfers { get; internal set; }

    /// <summary>A new line that nobody holds yet.</summary>
    public CacheLine NewLine() => new(this);

    /// <summary>Counts lines that move from one logical CPU to another, and says what it takes to get them one after another.</summary>
    internal SimDuration PullLines(int to, int from, int count)
    {
        var each = TransferCost(to, from);
        if (each > SimDuration.Zero) LineTransfers += count;
        return each * count;
    }

    /// <summary>What it takes to get a line from one logical CPU to another.</summary>
    public SimDuration TransferCost(int to, int from) => Topology.Distance(to, from) switch
    {
        CoreDistance.Same => SimDuration.Zero,
        CoreDistance.Sibling => Costs.TransferSibling,
        CoreDistance.SameLlc => Costs.TransferLlc,
        CoreDistance.SameSocket => Costs.TransferSocket,
        _ => Costs.TransferOtherSocket,
    };
}
