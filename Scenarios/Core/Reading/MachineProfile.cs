using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>A machine profile as read, its base worked in.</summary>
/// <param name="Name">Name, or path as given.</param>
/// <param name="Sockets">CPU sockets.</param>
/// <param name="LlcsPerSocket">Last-level caches per socket.</param>
/// <param name="CoresPerLlc">Cores per last-level cache.</param>
/// <param name="ThreadsPerCore">Threads per core.</param>
/// <param name="Costs">Costs by key.</param>
internal sealed record MachineProfile(
    string Name,
    int Sockets,
    int LlcsPerSocket,
    int CoresPerLlc,
    int ThreadsPerCore,
    IReadOnlyDictionary<string, CostEntry> Costs)
{
    /// <summary>What the profile describes.</summary>
    public required string About { get; init; }

    /// <summary>NUMA nodes per socket.</summary>
    public required int NumaNodesPerSocket { get; init; }

    /// <summary>Where the topology comes from.</summary>
    public required string TopologySource { get; init; }

    /// <summary>Traits by key.</summary>
    public required IReadOnlyDictionary<string, TraitEntry> Traits { get; init; }
}
