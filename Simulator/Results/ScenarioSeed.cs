namespace GmpSim.Results;

/// <summary>The root seed of a scenario.</summary>
/// <param name="Scenario">Name of the scenario.</param>
/// <param name="Seed">Seed of replication 0; the seeds of the others derive from it.</param>
public sealed record ScenarioSeed(string Scenario, ulong Seed);
