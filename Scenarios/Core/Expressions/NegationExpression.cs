namespace GmpSim.Scenarios.Expressions;

/// <summary>An operand with its sign changed.</summary>
/// <param name="Operand">The operand.</param>
public sealed record NegationExpression(Expression Operand) : Expression
{
    /// <inheritdoc/>
    public override IEnumerable<MetricReference> References => Operand.References;

    /// <inheritdoc/>
    public override double Evaluate(Func<MetricReference, double> metric) => -Operand.Evaluate(metric);
}
