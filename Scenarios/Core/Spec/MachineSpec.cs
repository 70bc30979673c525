using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Scenarios.Spec;

/// <summary>A machine: a profile with overrides applied.</summary>
/// <param name="Profile">Name of the built-in profile, or path of the profile file, that it is based on.</param>
/// <param name="Sockets">CPU sockets, 1 to 8.</param>
/// <param name="LlcsPerSocket">Last-level caches per socket, 1 to 64.</param>
/// <param name="CoresPerLlc">Physical cores sharing a last-level cache, 1 to 512.</param>
/// <param name="ThreadsPerCore">Hardware threads per core (SMT), 1 or 2.</param>
/// <param name="Costs">Every cost by its key, with provenance.</param>
public sealed record MachineSpec(
    string Profile,
    int Sockets,
    int LlcsPerSocket,
    int CoresPerLlc,
    int ThreadsPerCore,
    IReadOnlyDictionary<string, CostEntry> Costs)
{
    /// <summary>NUMA nodes per socket, 1 to 8; they share the socket's last-level caches evenly.</summary>
    public int NumaNodesPerSocket { get; init; } = 1;

    /// <summary>Where the topology comes from, in words.</summary>
    public string TopologySource { get; init; } = "set by the scenario file";

    /// <summary>Traits that are given, by key; the others are neutral.</summary>
    public IReadOnlyDictionary<string, TraitEntry> Traits { get; init; } = new SortedDictionary<string, TraitEntry>(StringComparer.Ordinal);

    /// <summary>Physical cores.</summary>
    public int Cores => Sockets * LlcsPerSocket * CoresPerLlc;

    /// <summary>Logical CPUs that threads can run on.</summary>
    public int LogicalCpus => Sockets * LlcsPerSocket * CoresPerLlc * ThreadsPerCore;
}

/// <summary>One cost of a machine profile.</summary>
/// <param name="Key">Dotted key, for example <c>kernel.syscall</c>.</param>
/// <param name="Value">How long it takes.</param>
/// <param name="Source">Where the value comes from, in words; never empty.</param>
public sealed record CostEntry(string Key, SimDuration Value, string Source)
{
    /// <summary>How sure a measured value is; <see langword="null"/> where it was not measured.</summary>
    public CostInterval? Interval { get; init; }
}

/// <summary>How sure a measured cost is.</summary>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end of the 95 % interval.</param>
public sealed record CostInterval(SimDuration Low, SimDuration High);

/// <summary>One trait of a machine profile: a size, a share or a kind.</summary>
/// <param name="Key">Key, for example <c>l2_size</c>.</param>
/// <param name="Value">The value as written, for example <c>1MiB</c>.</param>
/// <param name="Source">Where the value comes from, in words; never empty.</param>
public sealed record TraitEntry(string Key, string Value, string Source);

/// <summary>The <c>os</c> section.</summary>
public sealed record OsSpec
{
    /// <summary>Kernel generation whose rules apply, for example <c>6.1</c>.</summary>
    public required string Kernel { get; init; }

    /// <summary>CPU quota of the server's cgroup.</summary>
    public required CpuQuotaSpec CpuQuota { get; init; }

    /// <summary>Threads of other tenants.</summary>
    public IReadOnlyList<BackgroundSpec> Background { get; init; } = [];

    /// <summary>What the host of a virtual machine takes; <see langword="null"/> for nothing.</summary>
    public StealSpec? Steal { get; init; }

    /// <summary>RLIMIT_NOFILE of the server; <see langword="null"/> for no limit.</summary>
    public required int? FdLimit { get; init; }

    /// <summary>How long a socket stays in TIME_WAIT.</summary>
    public required SimDuration TimeWait { get; init; }

    /// <summary>Which connects may use a port in TIME_WAIT.</summary>
    public required TimeWaitReuse TimeWaitReuse { get; init; }

    /// <summary>Ports that connects can have towards one destination.</summary>
    public required int EphemeralPorts { get; init; }

    /// <summary>Longest backlog of a listening socket.</summary>
    public required int Somaxconn { get; init; }

    /// <summary>Whether a handshake that ends at a full accept queue is answered by a reset.</summary>
    public required bool AbortOnOverflow { get; init; }

    /// <summary>CPUs the server's threads may use, by number; <see langword="null"/> for all.</summary>
    public required IReadOnlyList<int>? PinServer { get; init; }

    /// <summary>CPUs the client's threads may use, by number; <see langword="null"/> for all.</summary>
    public required IReadOnlyList<int>? PinClient { get; init; }
}
