using MathNet.Numerics.Distributions;

namespace GmpSim.Scenarios.Statistics;

/// <summary>Student-t intervals over independent replications.</summary>
/// <remarks>
/// Each replication yields one number, drawn with a seed of its own; so the numbers are independent, and their mean is
/// close to normal because each is itself an average over a whole run. Numbers <em>within</em> a run are never used as
/// if they were independent. Sums run in the order of the replications: the same runs give the same bits.
/// </remarks>
public static class Student
{
    /// <summary>The mean of the replications with its confidence interval.</summary>
    /// <param name="values">One value a replication, in their order; at least one.</param>
    /// <param name="confidence">From 0 to 1, exclusive: 0.95 for 95 %.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="confidence"/> is out of range.</exception>
    public static Estimate Mean(IReadOnlyList<double> values, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0) throw new ArgumentException("A mean needs at least one value.", nameof(values));
        var mean = values.Sum() / values.Count;
        if (values.Count == 1) return new(1, mean, null, Interval.Unbounded);

        var deviation = Math.Sqrt(SumOfSquares(values, mean) / (values.Count - 1));
        var half = Critical(values.Count - 1, confidence) * deviation / Math.Sqrt(values.Count);
        return new(values.Count, mean, deviation, new(mean - half, mean + half));
    }

    /// <summary>The factor of a two-sided interval: the quantile of Student's distribution at <c>(1 + confidence) / 2</c>.</summary>
    /// <param name="degreesOfFreedom">1 or more.</param>
    /// <param name="confidence">From 0 to 1, exclusive.</param>
    public static double Critical(int degreesOfFreedom, double confidence)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(confidence, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(confidence, 1);
        return StudentT.InvCDF(location: 0, scale: 1, degreesOfFreedom, (1 + confidence) / 2);
    }

    private static double SumOfSquares(IReadOnlyList<double> values, double mean)
    {
        var sum = 0.0;
        foreach (var value in values) sum += (value - mean) * (value - mean);
        return sum;
    }
}
