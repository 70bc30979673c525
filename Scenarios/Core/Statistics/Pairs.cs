namespace GmpSim.Scenarios.Statistics;

/// <summary>Comparisons of two points over the same replications.</summary>
/// <remarks>
/// Replication <c>r</c> of every point runs on the same random numbers, so the two values of a pair move together and
/// the noise they share cancels. The gain is used only when the pairs are kept: never compare the two intervals.
/// </remarks>
public static class Pairs
{
    /// <summary>The mean of <c>left − right</c> over the pairs.</summary>
    /// <exception cref="ArgumentException">The lists differ in length or are empty.</exception>
    public static Estimate Difference(IReadOnlyList<double> left, IReadOnlyList<double> right, double confidence = 0.95)
    {
        CheckPairs(left, right);
        return Student.Mean([.. left.Zip(right, (a, b) => a - b)], confidence);
    }

    /// <summary>The ratio of the means, <c>mean(numerator) / mean(denominator)</c>, with Fieller's interval.</summary>
    /// <remarks>
    /// Fieller (1954) and not the mean of the logarithms of the pairs' ratios: the estimate is the quotient of the two
    /// means that stand in the tables; it stays defined when a pair holds a zero; and it needs a square root only, which
    /// every platform rounds alike. Where the denominator cannot be told from zero at this confidence the set of
    /// plausible ratios has no end; then the interval is <see cref="Interval.Unbounded"/>.
    /// </remarks>
    /// <returns>The estimate; its value is NaN when the denominator's mean is zero. It has no single deviation.</returns>
    /// <exception cref="ArgumentException">The lists differ in length or are empty.</exception>
    public static Estimate Ratio(IReadOnlyList<double> numerator, IReadOnlyList<double> denominator, double confidence = 0.95)
    {
        CheckPairs(numerator, denominator);
        var n = numerator.Count;
        var top = numerator.Sum() / n;
        var bottom = denominator.Sum() / n;
        var ratio = bottom == 0 ? double.NaN : top / bottom;
        if (n == 1) return new(1, ratio, null, Interval.Unbounded);

        var t = Student.Critical(n - 1, confidence);
        var scale = t * t / (n * (n - 1.0));
        var varianceOfTop = scale * SumOfProducts(numerator, top, numerator, top);
        var varianceOfBottom = scale * SumOfProducts(denominator, bottom, denominator, bottom);
        var covariance = scale * SumOfProducts(numerator, top, denominator, bottom);

        // The ratios ρ for which mean(top − ρ·bottom) does not differ significantly from zero: a quadratic in ρ.
        var a = (bottom * bottom) - varianceOfBottom;
        var b = (top * bottom) - covariance;
        var c = (top * top) - varianceOfTop;
        if (a <= 0) return new(n, ratio, null, Interval.Unbounded);
        var root = Math.Sqrt(Math.Max(0, (b * b) - (a * c)));
        return new(n, ratio, null, new((b - root) / a, (b + root) / a));
    }

    private static double SumOfProducts(IReadOnlyList<double> left, double leftMean, IReadOnlyList<double> right, double rightMean)
    {
        var sum = 0.0;
        for (var i = 0; i < left.Count; i++) sum += (left[i] - leftMean) * (right[i] - rightMean);
        return sum;
    }

    private static void CheckPairs(IReadOnlyList<double> left, IReadOnlyList<double> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Count != right.Count) throw new ArgumentException($"Pairs need lists of one length, not {left.Count} and {right.Count}.", nameof(right));
        if (left.Count == 0) throw new ArgumentException("A comparison needs at least one pair.", nameof(left));
    }
}
