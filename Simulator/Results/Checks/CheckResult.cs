namespace GmpSim.Results;

/// <summary>A judged check: a row of <c>checks.csv</c>.</summary>
public sealed record CheckResult
{
    /// <summary>What was observed.</summary>
    public required CheckObservation Observation { get; init; }

    /// <summary>Median of the real repeats.</summary>
    public required double Real { get; init; }

    /// <summary>Lower end of the interval of <see cref="Real"/>: the noise floor of this machine.</summary>
    public required double RealLow { get; init; }

    /// <summary>Upper end of that interval.</summary>
    public required double RealHigh { get; init; }

    /// <summary>Median of the simulated replications.</summary>
    public required double Simulated { get; init; }

    /// <summary>How far the two are apart, in the measure that the tolerance has: relative, symmetric, at least 0.</summary>
    public required double Error { get; init; }

    /// <summary>How far real repeats are apart among themselves, in the same measure: half the width of the interval.</summary>
    public required double Noise { get; init; }

    /// <summary>The verdict.</summary>
    public required CheckOutcome Outcome { get; init; }

    /// <summary>The reason in a sentence; for a failure, which component is off and by how much.</summary>
    public required string Why { get; init; }

    /// <summary>By which factor the simulation is off, at least 1; <see langword="null"/> where the figure is no size (a shape, a sign).</summary>
    public double? Factor =>
        Observation.Kind is CheckKind.Shape or CheckKind.Sign || Real <= 0 || Simulated <= 0 ? null : Math.Max(Real / Simulated, Simulated / Real);
}
