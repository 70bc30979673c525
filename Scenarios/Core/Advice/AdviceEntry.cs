using GmpSim.Scenarios.Statistics;

namespace GmpSim.Scenarios.Advice;

/// <summary>What became of a candidate.</summary>
public sealed record AdviceEntry
{
    /// <summary>The candidate.</summary>
    public required AdviceCandidate Candidate { get; init; }

    /// <summary>Why it was left out without a comparison; empty for all that ran.</summary>
    public string Failure { get; init; } = "";

    /// <summary>The metric of the goal, with its interval; no value where it failed.</summary>
    public Estimate? Value { get; init; }

    /// <summary>How much better the chosen one is, in units of the metric, over the replications that both have; intervals of all candidates hold together. <see langword="null"/> for the chosen one and for failures.</summary>
    public Estimate? Loss { get; init; }

    /// <summary>The same as a ratio: the candidate's mean over that of the chosen one.</summary>
    public Estimate? Ratio { get; init; }

    /// <summary>Whether it was still in the running at the end.</summary>
    public bool IsSurvivor { get; init; }

    /// <summary>Whether its replications, two or more, were one and the same run: nothing in it is random.</summary>
    public bool IsOneRun { get; init; }

    /// <summary>Whether the metric stays below the goal's limit; <see langword="null"/> where there is none, or the interval contains it.</summary>
    public bool? MeetsLimit { get; init; }

    /// <summary>Requests answered over requests that arrived, 0 to about 1; <see langword="null"/> where clients send when they have an answer, so that nothing is offered beyond what is served.</summary>
    public double? ServedShare { get; init; }
}
