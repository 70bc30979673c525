using MathNet.Numerics.Distributions;

namespace GmpSim.Calibration.Checks;

/// <summary>The median of a few repeats with an interval that assumes nothing about their distribution.</summary>
/// <remarks>
/// Between the k-th smallest and the k-th largest of n independent values lies the true median with probability 1 − 2 P(Bin(n, ½) &lt; k). The largest k that keeps
/// at least 90 % is taken: for five repeats that is the whole range (93.75 %). Fewer than five cannot reach 90 %; their whole range is taken all the same.
/// </remarks>
/// <param name="Median">The median; of an even number the mean of the middle two.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct OrderInterval(double Median, double Low, double High)
{
    private const double Confidence = 0.9;

    /// <summary>Half of the interval's width.</summary>
    public double HalfWidth => (High - Low) / 2;

    /// <summary>The interval of some values.</summary>
    /// <param name="values">At least one.</param>
    /// <exception cref="ArgumentException"><paramref name="values"/> is empty.</exception>
    public static OrderInterval Of(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count == 0) throw new ArgumentException("A median needs at least one value.", nameof(values));
        var sorted = values.Order().ToArray();
        var k = 1;
        while (2 * (k + 1) <= sorted.Length && 1 - (2 * Binomial.CDF(0.5, sorted.Length, k)) >= Confidence) k++;
        var middle = sorted.Length / 2;
        var median = sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new(median, sorted[k - 1], sorted[^k]);
    }
}
