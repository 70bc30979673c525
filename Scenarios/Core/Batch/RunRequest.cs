using GmpSim.Engine;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Batch;

/// <summary>One run to simulate.</summary>
/// <param name="Scenario">Name of the scenario.</param>
/// <param name="Point">The point, with the world to build.</param>
/// <param name="Replication">Number of the replication, from 0.</param>
/// <param name="Seed">Root seed of the run; see <see cref="Seeds"/>.</param>
/// <param name="Warmup">Simulated time before the measured window; already decided where the scenario says <c>auto</c>.</param>
/// <param name="Options">How to simulate: none of them changes a figure.</param>
public sealed record RunRequest(string Scenario, ScenarioPoint Point, int Replication, ulong Seed, SimDuration Warmup, RunOptions Options);
