namespace GmpSim.Results;

/// <summary>One scenario of a batch: what it is for, its points in order, and how its claims fared.</summary>
public sealed record ScenarioResult
{
    /// <summary>Name of the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>A paragraph for the reader; may be empty.</summary>
    public required string About { get; init; }

    /// <summary>Where the experiment comes from; may be empty.</summary>
    public required string Source { get; init; }

    /// <summary>Plots asked for (<c>throughput</c>, <c>skew</c>, …); empty means the default set.</summary>
    public required IReadOnlyList<string> Plots { get; init; }

    /// <summary>Every point of the sweep in its order; exactly one, without coordinates, when nothing is swept.</summary>
    public required IReadOnlyList<PointResult> Points { get; init; }

    /// <summary>Verdicts in the order of the scenario's claims.</summary>
    public required IReadOnlyList<Verdict> Verdicts { get; init; }

    /// <summary>What holds for this scenario alone, for example a fitted parameter.</summary>
    public IReadOnlyList<Assumption> Assumptions { get; init; } = [];
}
