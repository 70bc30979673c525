namespace GmpSim.Scenarios.Claims;

/// <summary>The value that a claim is about, as a function of metrics at points.</summary>
/// <param name="References">The metrics it is made of, each once.</param>
/// <param name="Value">Its value, given the values of <paramref name="References"/> in their order.</param>
/// <param name="IsQuotient">Whether it divides one metric by another: then 1 means "no change", otherwise 0 does.</param>
public sealed record ClaimExpression(IReadOnlyList<MetricAt> References, Func<IReadOnlyList<double>, double> Value, bool IsQuotient)
{
    /// <summary>Whether it holds one thing against another: a single figure, in whatever unit, has no side of "no change" to lie on.</summary>
    public bool Compares => References.Count > 1;
}
