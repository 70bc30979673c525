namespace GmpSim.Scenarios.Exploration;

/// <summary>A failure made small.</summary>
/// <param name="Text">The scenario file that it happens in.</param>
/// <param name="Failure">The trial that fails in it.</param>
public sealed record SmallFailure(string Text, FailedTrial Failure);
