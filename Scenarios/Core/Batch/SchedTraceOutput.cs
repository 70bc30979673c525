using GmpSim.Scenarios.Worlds;

namespace GmpSim.Scenarios.Batch;

/// <summary>Where schedtrace lines of runs go.</summary>
/// <param name="Wish">What to print, and how often.</param>
/// <param name="FileOf">The file of a run; no two runs have the same.</param>
public sealed record SchedTraceOutput(SchedTraceWish Wish, Func<RunRequest, string> FileOf);
