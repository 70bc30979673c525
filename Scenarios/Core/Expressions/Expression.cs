namespace GmpSim.Scenarios.Expressions;

/// <summary>An expression over metrics, as in the <c>value</c> of an expectation.</summary>
public abstract record Expression
{
    /// <summary>The value, given the values of the metrics.</summary>
    /// <param name="metric">Looks up a metric at the point it names.</param>
    /// <returns>Not a number where an operand is none; infinity for a division by 0.</returns>
    public abstract double Evaluate(Func<MetricReference, double> metric);

    /// <summary>Every metric of the expression from left to right.</summary>
    public abstract IEnumerable<MetricReference> References { get; }
}
