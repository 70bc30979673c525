using GmpSim.Engine;

namespace GmpSim.Calibration.Measuring;

/// <summary>Medians, quantiles, outliers and bootstrap intervals.</summary>
internal static class RobustStatistics
{
    /// <summary>Resampled medians that an interval is read from.</summary>
    internal const int Replicates = 400;

    private const double FencesFromBox = 3;

    /// <summary>The median; NaN for no value.</summary>
    internal static double Median(IReadOnlyCollection<double> values) => Quantile(values, 0.5);

    /// <summary>A quantile, linear between neighbours; NaN for no value.</summary>
    internal static double Quantile(IReadOnlyCollection<double> values, double q)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return OfSorted(sorted, q);
    }

    /// <summary>Height of the box: between the quartiles.</summary>
    internal static double Box(IReadOnlyCollection<double> values) => Quantile(values, 0.75) - Quantile(values, 0.25);

    /// <summary>Values beyond three times the box's height from the box (Tukey's outer fences): reported, never removed.</summary>
    internal static int Outliers(IReadOnlyCollection<double> values)
    {
        var (low, high) = (Quantile(values, 0.25), Quantile(values, 0.75));
        var reach = FencesFromBox * (high - low);
        return values.Count(value => value < low - reach || value > high + reach);
    }

    /// <summary>Medians of samples drawn with replacement from the values, the same ones at every call with the same name.</summary>
    /// <param name="values">At least one.</param>
    /// <param name="name">Names the random stream.</param>
    internal static double[] ResampledMedians(IReadOnlyList<double> values, string name)
    {
        var stream = new RandomStream(1, name);
        var medians = new double[Replicates];
        var sample = new double[values.Count];
        for (var replicate = 0; replicate < Replicates; replicate++)
        {
            for (var i = 0; i < sample.Length; i++) sample[i] = values[stream.NextBelow(values.Count)];
            Array.Sort(sample);
            medians[replicate] = OfSorted(sample, 0.5);
        }

        return medians;
    }

    private static double OfSorted(double[] sorted, double q)
    {
        if (sorted.Length == 0) return double.NaN;
        var position = q * (sorted.Length - 1);
        var below = (int)position;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
