using MathNet.Numerics.Distributions;

namespace GmpSim.Scenarios.Statistics;

/// <summary>How often confidence intervals contain the true value: the test of a method that claims 95 %.</summary>
/// <param name="Covered">Intervals that contained the truth.</param>
/// <param name="Total">Intervals looked at.</param>
public readonly record struct Coverage(int Covered, int Total)
{
    /// <summary>The observed share, from 0 to 1.</summary>
    public double Share => (double)Covered / Total;

    /// <summary>Counts the intervals that contain <paramref name="truth"/>.</summary>
    public static Coverage Of(IEnumerable<Interval> intervals, double truth)
    {
        ArgumentNullException.ThrowIfNull(intervals);
        var covered = 0;
        var total = 0;
        foreach (var interval in intervals)
        {
            total++;
            if (interval.Contains(truth)) covered++;
        }

        return new(covered, total);
    }

    /// <summary>The true coverages that the count is compatible with (Clopper–Pearson, exact and on the safe side).</summary>
    /// <param name="confidence">Confidence of the statement, 0.99 for 99 %.</param>
    public Interval Plausible(double confidence)
    {
        var tail = (1 - confidence) / 2;
        var low = Covered == 0 ? 0 : Beta.InvCDF(Covered, Total - Covered + 1, tail);
        var high = Covered == Total ? 1 : Beta.InvCDF(Covered + 1, Total - Covered, 1 - tail);
        return new(low, high);
    }
}
