namespace GmpSim.Scenarios.Exploration;

/// <summary>What a search came to.</summary>
/// <param name="Trials">Trials made.</param>
/// <param name="Events">Events of all of them.</param>
/// <param name="Failure">The first failure; <see langword="null"/> when there was none.</param>
/// <param name="IsComplete">Whether every order within the bound has been tried.</param>
public sealed record ExplorationResult(int Trials, long Events, FailedTrial? Failure, bool IsComplete);
