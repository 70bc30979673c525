using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Advice;

/// <summary>A setting that may be the answer.</summary>
/// <param name="Name">What it is called: <c>gomaxprocs=4</c>, <c>gomaxprocs=4 netpoller=per-p</c>.</param>
/// <param name="Point">The scenario with this setting.</param>
/// <param name="IsDefault">Whether it is what the program gets when nobody sets GOMAXPROCS, with the first netpoller asked for.</param>
public sealed record AdviceCandidate(string Name, ScenarioPoint Point, bool IsDefault);
