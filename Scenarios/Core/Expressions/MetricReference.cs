namespace GmpSim.Scenarios.Expressions;

/// <summary>A metric at a point: <c>throughput_rps[gomaxprocs=1]</c>.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Offset">Where the name begins in the expression, from 0.</param>
/// <param name="Selectors">Coordinates in brackets, as written.</param>
public sealed record MetricReference(string Metric, int Offset, IReadOnlyList<PointSelector> Selectors) : Expression
{
    /// <inheritdoc/>
    public override IEnumerable<MetricReference> References => [this];

    /// <inheritdoc/>
    public override double Evaluate(Func<MetricReference, double> metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric(this);
    }
}
