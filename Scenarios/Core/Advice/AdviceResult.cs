namespace GmpSim.Scenarios.Advice;

/// <summary>The answer.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Settings">How sure it had to be.</param>
/// <param name="Indifference">Differences that did not matter, in units of the metric.</param>
/// <param name="Entries">All candidates, the best first.</param>
/// <param name="IsDecided">Whether the procedure came to an end within the replications allowed.</param>
public sealed record AdviceResult(AdviceGoal Goal, AdviceSettings Settings, double Indifference, IReadOnlyList<AdviceEntry> Entries, bool IsDecided)
{
    /// <summary>The chosen one; <see langword="null"/> where every candidate failed.</summary>
    public AdviceEntry? Chosen => Entries is [{ Failure: "" } first, ..] ? first : null;

    /// <summary>What happens when nothing is set; <see langword="null"/> where that was no candidate.</summary>
    public AdviceEntry? Default => Entries.FirstOrDefault(entry => entry.Candidate.IsDefault);
}
