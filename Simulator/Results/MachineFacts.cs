namespace GmpSim.Results;

/// <summary>A machine as simulated: its shape and every cost with its source.</summary>
/// <param name="Name">Name of the profile or of the variant, for example <c>generic-x86</c>.</param>
/// <param name="Topology">Its shape in words, for example <c>1 socket, 1 last-level cache, 4 cores</c>.</param>
/// <param name="Scenarios">Names of the scenarios that ran on it, in order.</param>
/// <param name="Costs">Every cost, ordered by key.</param>
public sealed record MachineFacts(string Name, string Topology, IReadOnlyList<string> Scenarios, IReadOnlyList<CostFact> Costs);
