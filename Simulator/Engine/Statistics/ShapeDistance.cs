namespace GmpSim.Engine;

/// <summary>How different two distributions of durations are in shape.</summary>
public static class ShapeDistance
{
    /// <summary>Values that lie within a bucket's width of each other, on both sides, count as one value.</summary>
    private const double Slack = 1 + (4 * Histogram.RelativeError);

    /// <summary>Kolmogorov–Smirnov: the largest difference of the two cumulative distributions, each taken in units of its own median.</summary>
    /// <returns>0 for equal shapes, up to 1; <see langword="null"/> when one of them is empty or has a median of zero.</returns>
    /// <remarks>Each distribution is held against the other at a place up to 3 % further on, so that the distance never rests on the limits of buckets.</remarks>
    public static double? Between(Histogram left, Histogram right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Count == 0 || right.Count == 0 || left.Quantile(0.5) == SimDuration.Zero || right.Quantile(0.5) == SimDuration.Zero) return null;
        var (f, g) = (Steps(left), Steps(right));
        return Math.Max(LargestExcess(f, g), LargestExcess(g, f));
    }

    /// <summary>By how much the first distribution is above the second at most.</summary>
    private static double LargestExcess(List<(double At, double Share)> upper, List<(double At, double Share)> lower)
    {
        var (largest, below, next) = (0.0, 0.0, 0);
        foreach (var (at, share) in upper)
        {
            while (next < lower.Count && lower[next].At <= at * Slack) below = lower[next++].Share;
            largest = Math.Max(largest, share - below);
        }

        return largest;
    }

    // The cumulative distribution, bucket by bucket, in units of the median.
    private static List<(double At, double Share)> Steps(Histogram histogram)
    {
        var median = (double)histogram.Quantile(0.5).Picoseconds;
        var steps = new List<(double At, double Share)>();
        long seen = 0;
        foreach (var bucket in histogram.Buckets())
        {
            seen += bucket.Count;
            var middle = bucket.Low.Picoseconds + ((bucket.High.Picoseconds - bucket.Low.Picoseconds) / 2);
            steps.Add((middle / median, seen / (double)histogram.Count));
        }

        return steps;
    }
}
