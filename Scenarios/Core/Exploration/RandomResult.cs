namespace GmpSim.Scenarios.Exploration;

/// <summary>What came of many random scenarios.</summary>
/// <param name="Trials">Trials made.</param>
/// <param name="Events">Events of all of them.</param>
/// <param name="Number">Number of the scenario that failed.</param>
/// <param name="Failure">How it failed; <see langword="null"/> when none did.</param>
public sealed record RandomResult(long Trials, long Events, ulong Number, FailedTrial? Failure);
