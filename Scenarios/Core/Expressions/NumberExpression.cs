namespace GmpSim.Scenarios.Expressions;

/// <summary>A number.</summary>
/// <param name="Value">Its value.</param>
public sealed record NumberExpression(double Value) : Expression
{
    /// <inheritdoc/>
    public override IEnumerable<MetricReference> References => [];

    /// <inheritdoc/>
    public override double Evaluate(Func<MetricReference, double> metric) => Value;
}
