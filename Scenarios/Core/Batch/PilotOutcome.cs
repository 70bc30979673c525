using GmpSim.Engine;

namespace GmpSim.Scenarios.Batch;

/// <summary>What the pilot run of a point says about its warm-up.</summary>
/// <param name="Warmup">How long the world takes to settle.</param>
/// <param name="Reliable">
/// Whether it had settled in the first half of the pilot. If not, half of the pilot is taken as warm-up, and the
/// report warns that the run is too short.
/// </param>
public sealed record PilotOutcome(SimDuration Warmup, bool Reliable);
