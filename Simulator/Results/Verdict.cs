namespace GmpSim.Results;

/// <summary>One claim of a scenario, held against its results: a row of <c>verdicts.csv</c>.</summary>
public sealed record Verdict
{
    /// <summary>Name of the scenario that makes the claim.</summary>
    public required string Scenario { get; init; }

    /// <summary>Short name of the claim, for example <c>A1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The claim in words.</summary>
    public required string Claim { get; init; }

    /// <summary>What was expected, as a reader would write it: <c>1.37</c>, <c>&gt; 1</c> or <c>0.9..1.1</c>.</summary>
    public required string Expected { get; init; }

    /// <summary>What was observed; <see langword="null"/> where the results yield no value.</summary>
    public required double? Observed { get; init; }

    /// <summary>Lower end of the 95 % interval of <see cref="Observed"/>; <see langword="null"/> with fewer than two replications.</summary>
    public required double? Ci95Low { get; init; }

    /// <summary>Upper end of the 95 % interval of <see cref="Observed"/>; <see langword="null"/> with fewer than two replications.</summary>
    public required double? Ci95High { get; init; }

    /// <summary><c>exact</c>, <c>ratio</c>, <c>direction</c> or <c>range</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether the claim holds.</summary>
    public required VerdictOutcome Outcome { get; init; }

    /// <summary>The reason in a sentence, with the figures it rests on.</summary>
    public required string Why { get; init; }
}
