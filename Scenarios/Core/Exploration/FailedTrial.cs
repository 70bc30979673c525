namespace GmpSim.Scenarios.Exploration;

/// <summary>A trial that failed.</summary>
/// <param name="Plan">How to have it again, its choices included.</param>
/// <param name="Outcome">What went wrong.</param>
public sealed record FailedTrial(TrialPlan Plan, TrialOutcome Outcome);
