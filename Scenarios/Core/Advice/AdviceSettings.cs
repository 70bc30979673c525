namespace GmpSim.Scenarios.Advice;

/// <summary>How sure an answer must be.</summary>
public sealed record AdviceSettings
{
    /// <summary>Replications of each candidate before the first is left out; at least 2.</summary>
    public int First { get; init; } = 8;

    /// <summary>Most replications of a candidate.</summary>
    public int Most { get; init; } = 100;

    /// <summary>Probability that the answer is right.</summary>
    public double Confidence { get; init; } = 0.95;

    /// <summary>Differences that do not matter, as a share of the best candidate's value after the first replications.</summary>
    public double Indifference { get; init; } = 0.01;

    /// <summary>Worker threads; the answer does not depend on it.</summary>
    public required int Jobs { get; init; }
}
