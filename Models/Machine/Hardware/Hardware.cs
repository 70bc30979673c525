using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>The cores' common ground: topology, line costs, and the count of lines that moved.</summary>
public sealed class Hardware
{
    private readonly SimDuration[] _transfer;
    private readonly SimDuration[] _upgrade;
    private readonly long[] _fetches = new long[5];
    private readonly long[] _upgrades = new long[5];
    private readonly int[] _core;
    private readonly int[] _llc;
    private readonly int[] _socket;
    private readonly int[] _node;

    internal Hardware(MachineSetup setup)
    {
        Topology = setup.Topology;
        Costs = setup.Costs;
        Traits = setup.Traits;
        _transfer = [SimDuration.Zero, Costs.TransferSibling, Costs.TransferLlc, Costs.TransferSocket, Costs.TransferOtherSocket];
        _upgrade = [.. _transfer.Select(cost => cost * Traits.UpgradePercent / 100)];

        LinesAreFree = _transfer.All(cost => cost == SimDuration.Zero) && Costs is { L3Hit.Picoseconds: 0, Memory.Picoseconds: 0, MemorySocket.Picoseconds: 0, MemoryRemote.Picoseconds: 0, InvalidateSharer.Picoseconds: 0 };

        // Looked up at every transfer: three reads are cheaper than the divisions.
        var cpus = Enumerable.Range(0, Topology.LogicalCpus).ToArray();
        _core = [.. cpus.Select(cpu => cpu / Topology.ThreadsPerCore)];
        _llc = [.. cpus.Select(Topology.LlcOf)];
        _socket = [.. _llc.Select(llc => llc / Topology.LlcsPerSocket)];
        _node = [.. cpus.Select(Topology.NodeOf)];
        Fill = new(this);
    }

    /// <summary>Where the cores sit.</summary>
    public MachineTopology Topology { get; }

    /// <summary>What everything costs.</summary>
    public MachineCosts Costs { get; }

    /// <summary>Sizes, shares and kinds.</summary>
    public HardwareTraits Traits { get; }

    /// <summary>What passes through the caches besides the lines that are modelled one by one.</summary>
    public CacheFill Fill { get; }

    /// <summary>Cache lines that one core got from another or made another give up so far, of the lines that are modelled one by one. Free ones are not counted.</summary>
    public long LineTransfers
    {
        get
        {
            var sum = 0L;
            for (var distance = CoreDistance.Sibling; distance <= CoreDistance.OtherSocket; distance++) sum += TransfersOver(distance);
            return sum;
        }
    }

    /// <summary><see cref="LineTransfers"/> over one distance.</summary>
    public long TransfersOver(CoreDistance distance) => _fetches[(int)distance] + _upgrades[(int)distance];

    /// <summary><see cref="LineTransfers"/> between last-level caches or sockets.</summary>
    public long FarTransfers => TransfersOver(CoreDistance.SameSocket) + TransfersOver(CoreDistance.OtherSocket);

    /// <summary>Lines that a core got from its last-level cache so far, no other core having them to itself.</summary>
    public long LlcHits { get; private set; }

    /// <summary>Lines that came from memory so far.</summary>
    public long MemoryReads { get; private set; }

    /// <summary>Loads so far that no cache of the core itself answered; those of working sets are expected values.</summary>
    public double L2Misses => _fetches[(int)CoreDistance.SameLlc] + LlcHits + LlcMissesOfLines + Fill.L2Misses;

    /// <summary>Loads so far that nothing below the core's last-level cache answered; those of working sets are expected values.</summary>
    public double LlcMisses => LlcMissesOfLines + Fill.LlcMisses;

    private long LlcMissesOfLines => _fetches[(int)CoreDistance.SameSocket] + _fetches[(int)CoreDistance.OtherSocket] + MemoryReads;

    /// <summary>A new line that nobody holds yet.</summary>
    public CacheLine NewLine() => new(this);

    /// <summary>New memory of which single fields are touched.</summary>
    public LineBlock NewBlock() => new(this);

    /// <summary>How far apart two logical CPUs are.</summary>
    public CoreDistance Distance(int left, int right)
    {
        if (left == right) return CoreDistance.Same;
        if (_llc[left] == _llc[right]) return _core[left] == _core[right] ? CoreDistance.Sibling : CoreDistance.SameLlc;
        return _socket[left] == _socket[right] ? CoreDistance.SameSocket : CoreDistance.OtherSocket;
    }

    /// <summary>What it takes to get a line from one logical CPU to another.</summary>
    public SimDuration TransferCost(int to, int from) => TransferCost(Distance(to, from));

    /// <summary>What it takes to get a line over a distance.</summary>
    public SimDuration TransferCost(CoreDistance distance) => _transfer[(int)distance];

    /// <summary>What it takes to make a core at a distance give up its copy, the own being good.</summary>
    internal SimDuration UpgradeCost(CoreDistance distance) => _upgrade[(int)distance];

    /// <summary>What it takes to get a line from memory, by the NUMA node whose memory it is in.</summary>
    internal SimDuration MemoryCost(int cpu, int node)
    {
        if (_node[cpu] == node) return Costs.Memory;
        return _socket[cpu] == node / Topology.NumaNodesPerSocket ? Costs.MemorySocket : Costs.MemoryRemote;
    }

    /// <summary>The hosts of a virtual machine's cores, by core; <see langword="null"/> for a machine of iron.</summary>
    internal CoreThief[]? Thieves { get; set; }

    /// <summary>For how long the host will have a core to itself, from when it takes it within a section that begins there at <paramref name="from"/>.</summary>
    internal SimDuration Absence(int cpu, SimTime from, SimDuration section) => Thieves?[cpu].Absence(from, section) ?? SimDuration.Zero;

    /// <summary>Whether it never matters who has a line: nothing that moves lines costs anything.</summary>
    internal bool LinesAreFree { get; }

    internal int NodeOf(int cpu) => _node[cpu];

    internal int CoreOf(int cpu) => _core[cpu];

    internal int LlcOf(int cpu) => _llc[cpu];

    internal void CountFetch(CoreDistance distance) => _fetches[(int)distance]++;

    internal void CountUpgrade(CoreDistance distance) => _upgrades[(int)distance]++;

    internal void CountLlcHit() => LlcHits++;

    internal void CountMemoryRead() => MemoryReads++;

    /// <summary>Counts lines that move from one logical CPU to another, and says what it takes to get them one after another.</summary>
    internal SimDuration PullLines(int to, int from, int count)
    {
        var distance = Distance(to, from);
        var each = _transfer[(int)distance];
        if (each > SimDuration.Zero) _fetches[(int)distance] += count;
        return each * count;
    }
}
