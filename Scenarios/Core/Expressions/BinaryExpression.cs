namespace GmpSim.Scenarios.Expressions;

/// <summary>Two operands and an operator.</summary>
/// <param name="Operator">One of + - * /.</param>
/// <param name="Left">Left operand.</param>
/// <param name="Right">Right operand.</param>
public sealed record BinaryExpression(char Operator, Expression Left, Expression Right) : Expression
{
    /// <inheritdoc/>
    public override IEnumerable<MetricReference> References => Left.References.Concat(Right.References);

    /// <inheritdoc/>
    public override double Evaluate(Func<MetricReference, double> metric)
    {
        double left = Left.Evaluate(metric), right = Right.Evaluate(metric);
        return Operator switch
        {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            '/' => left / right,
            _ => throw new InvalidOperationException($"Unknown operator '{Operator}'."),
        };
    }
}
