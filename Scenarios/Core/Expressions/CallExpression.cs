namespace GmpSim.Scenarios.Expressions;

/// <summary>A function of operands: <c>min</c> and <c>max</c> of one or more, <c>abs</c> of one.</summary>
/// <param name="Function">Name of the function.</param>
/// <param name="Arguments">Its operands.</param>
public sealed record CallExpression(string Function, IReadOnlyList<Expression> Arguments) : Expression
{
    /// <summary>The functions there are.</summary>
    public static IReadOnlyList<string> Functions { get; } = ["min", "max", "abs"];

    /// <inheritdoc/>
    public override IEnumerable<MetricReference> References => Arguments.SelectMany(argument => argument.References);

    /// <inheritdoc/>
    public override double Evaluate(Func<MetricReference, double> metric)
    {
        var values = Arguments.Select(argument => argument.Evaluate(metric));
        return Function switch
        {
            "min" => values.Aggregate(Math.Min),
            "max" => values.Aggregate(Math.Max),
            "abs" => Math.Abs(values.Single()),
            _ => throw new InvalidOperationException($"Unknown function '{Function}'."),
        };
    }
}
