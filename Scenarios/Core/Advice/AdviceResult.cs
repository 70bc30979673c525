using GmpSim.Results;

namespace GmpSim.Scenarios.Advice;

/// <summary>The answer.</summary>
/// <param name="Goal">The goal.</param>
/// <param name="Settings">How sure it had to be.</param>
/// <param name="Indifference">Differences that did not matter, in units of the metric.</param>
/// <param name="Entries">All candidates, the best first.</param>
/// <param name="IsDecided">Whether the procedure came to an end within the replications allowed.</param>
public sealed record AdviceResult(AdviceGoal Goal, AdviceSettings Settings, double Indifference, IReadOnlyList<AdviceEntry> Entries, bool IsDecided)
{
    /// <summary>Share of the requests from which on a candidate counts as answering all: the rest is under way at the window's ends (assumed).</summary>
    public const double LeastServed = 0.99;

    /// <summary>The chosen one; <see langword="null"/> where every candidate failed.</summary>
    public AdviceEntry? Chosen => Entries is [{ Failure: "" } first, ..] ? first : null;

    /// <summary>What happens when nothing is set; <see langword="null"/> where that was no candidate.</summary>
    public AdviceEntry? Default => Entries.FirstOrDefault(entry => entry.Candidate.IsDefault);

    /// <summary>Whether throughput was asked for where it says nothing: several candidates answer all that arrives, within a hundredth.</summary>
    public bool IsBoundByLoad => Goal.Metric == Metrics.ThroughputRps && Entries.Count(entry => entry.ServedShare >= LeastServed) > 1 && Chosen?.ServedShare >= LeastServed;
}
