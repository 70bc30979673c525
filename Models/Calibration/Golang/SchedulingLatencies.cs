using GmpSim.Results;

namespace GmpSim.Calibration.Golang;

/// <summary>A histogram of times from runnable to running, as runtime/metrics gives it.</summary>
/// <param name="Buckets">The filled buckets in order.</param>
public sealed record SchedulingLatencies(IReadOnlyList<RuntimeMetricBucket> Buckets)
{
    /// <summary>Go's name for it.</summary>
    public const string MetricName = "/sched/latencies:seconds";

    /// <summary>How many times were sampled.</summary>
    public long Count => Buckets.Sum(bucket => bucket.Count);

    /// <summary>What has come since an earlier look at the same process.</summary>
    /// <param name="before">The earlier look.</param>
    public SchedulingLatencies Since(SchedulingLatencies before)
    {
        ArgumentNullException.ThrowIfNull(before);
        var old = before.Buckets.ToDictionary(bucket => (bucket.LowNs, bucket.HighNs), bucket => bucket.Count);
        return new([.. Buckets.Select(bucket => bucket with { Count = bucket.Count - old.GetValueOrDefault((bucket.LowNs, bucket.HighNs)) }).Where(bucket => bucket.Count > 0)]);
    }

    /// <summary>The time below which a fraction of the samples lies [ns]: the samples of a bucket are taken as spread evenly over it.</summary>
    /// <param name="fraction">From 0 to 1.</param>
    /// <returns><see langword="null"/> without samples. A bucket without an upper end counts as its lower one.</returns>
    public double? Quantile(double fraction)
    {
        var wanted = fraction * Count;
        double seen = 0;
        foreach (var bucket in Buckets)
        {
            if (seen + bucket.Count >= wanted)
            {
                double low = bucket.LowNs ?? 0, high = bucket.HighNs ?? low;
                return low + ((high - low) * Math.Clamp((wanted - seen) / bucket.Count, 0, 1));
            }

            seen += bucket.Count;
        }

        return null;
    }

    /// <summary>A histogram of three lists of the same length.</summary>
    /// <exception cref="InvalidOperationException">They are not of one length.</exception>
    internal static SchedulingLatencies Of(IReadOnlyList<long> low, IReadOnlyList<long> high, IReadOnlyList<long> count)
    {
        if (low.Count != high.Count || low.Count != count.Count) throw new InvalidOperationException("The lists of a histogram differ in length.");
        return new([.. count.Select((times, i) => new RuntimeMetricBucket(low[i], high[i], times))]);
    }
}
