using System.Numerics;

namespace GmpSim.Engine;

/// <summary>Counts durations in log-linear buckets: exact to <see cref="RelativeError"/>, mergeable without loss.</summary>
/// <remarks>
/// Each power of two is divided into 64 equal buckets, so a bucket is at most 1/64 of its lower bound wide and its
/// midpoint is off by at most 1/128 (0.79 %). Two histograms have the same bucket bounds, always; merging adds
/// counts. The sum is kept beside the buckets, so the mean is exact. Durations count in whole picoseconds.
/// </remarks>
public sealed class Histogram
{
    /// <summary>Upper bound of the relative error of a reported quantile.</summary>
    public const double RelativeError = 1.0 / 128;

    private const int SubBucketBits = 6;
    private const int SubBuckets = 1 << SubBucketBits;

    private long[] _counts = new long[SubBuckets * 16];
    private Int128 _sum;

    /// <summary>How many durations were recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The shortest recorded duration; zero when none was.</summary>
    public SimDuration Min { get; private set; }

    /// <summary>The longest recorded duration; zero when none was.</summary>
    public SimDuration Max { get; private set; }

    /// <summary>The exact sum of the recorded durations in picoseconds.</summary>
    public Int128 SumPicoseconds => _sum;

    /// <summary>The exact mean in picoseconds; 0 when nothing was recorded.</summary>
    public double MeanPicoseconds => Count == 0 ? 0 : (double)_sum / Count;

    /// <summary>The standard deviation in picoseconds, each record taken at the middle of its bucket; 0 when nothing was recorded.</summary>
    public double DeviationPicoseconds
    {
        get
        {
            if (Count == 0) return 0;
            var (mean, squares) = (MeanPicoseconds, 0.0);
            for (var i = 0; i < _counts.Length; i++)
            {
                if (_counts[i] == 0) continue;
                var middle = LowOf(i) + ((LowOf(i + 1) - LowOf(i)) / 2);
                var distance = Math.Clamp(middle, Min.Picoseconds, Max.Picoseconds) - mean;
                squares += _counts[i] * distance * distance;
            }

            return Math.Sqrt(squares / Count);
        }
    }

    /// <summary>Records one duration. Negative ones are a programming error.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="duration"/> is negative.</exception>
    public void Record(SimDuration duration)
    {
        var value = duration.Picoseconds;
        if (value < 0) ThrowNegative(duration);
        var index = IndexOf(value);
        if (index >= _counts.Length) Array.Resize(ref _counts, Math.Max(index + 1, _counts.Length * 2));
        _counts[index]++;
        _sum += value;
        if (Count++ == 0)
        {
            Min = Max = duration;
            return;
        }

        if (duration < Min) Min = duration;
        if (duration > Max) Max = duration;
    }

    /// <summary>Adds everything another histogram has recorded.</summary>
    public void Merge(Histogram other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0) return;
        if (other._counts.Length > _counts.Length) Array.Resize(ref _counts, other._counts.Length);
        for (var i = 0; i < other._counts.Length; i++) _counts[i] += other._counts[i];
        _sum += other._sum;
        Min = Count == 0 ? other.Min : SimDuration.Min(Min, other.Min);
        Max = Count == 0 ? other.Max : SimDuration.Max(Max, other.Max);
        Count += other.Count;
    }

    /// <summary>Forgets everything, keeping the memory.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        _sum = 0;
        Count = 0;
        Min = Max = SimDuration.Zero;
    }

    /// <summary>The duration below which the fraction <paramref name="q"/> of the records lies, within <see cref="RelativeError"/>.</summary>
    /// <param name="q">A fraction from 0 to 1.</param>
    /// <returns>The midpoint of the bucket, cut to the recorded range; zero when nothing was recorded.</returns>
    public SimDuration Quantile(double q)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(q);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(q, 1);
        if (Count == 0) return SimDuration.Zero;
        var rank = Math.Max(1, (long)Math.Ceiling(q * Count));
        if (rank >= Count) return Max;
        long seen = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            seen += _counts[i];
            if (seen < rank) continue;
            var middle = SimDuration.FromPicoseconds(LowOf(i) + ((LowOf(i + 1) - LowOf(i)) / 2));
            return SimDuration.Max(Min, SimDuration.Min(Max, middle));
        }

        return Max;
    }

    /// <summary>The filled buckets, lowest first.</summary>
    public IEnumerable<HistogramBucket> Buckets()
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] != 0)
                yield return new(SimDuration.FromPicoseconds(LowOf(i)), SimDuration.FromPicoseconds(LowOf(i + 1)), _counts[i]);
        }
    }

    /// <summary>Rebuilds a histogram from what <see cref="Buckets"/>, <see cref="SumPicoseconds"/>, <see cref="Min"/> and <see cref="Max"/> gave.</summary>
    public static Histogram Restore(IEnumerable<HistogramBucket> buckets, Int128 sumPicoseconds, SimDuration min, SimDuration max)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        var histogram = new Histogram { _sum = sumPicoseconds, Min = min, Max = max };
        foreach (var bucket in buckets)
        {
            var index = IndexOf(bucket.Low.Picoseconds);
            if (index >= histogram._counts.Length) Array.Resize(ref histogram._counts, index + 1);
            histogram._counts[index] += bucket.Count;
            histogram.Count += bucket.Count;
        }

        return histogram;
    }

    private static int IndexOf(long value)
    {
        if (value < SubBuckets) return (int)value;
        var exponent = BitOperations.Log2((ulong)value) - SubBucketBits;
        return (exponent << SubBucketBits) + (int)(value >> exponent);
    }

    private static long LowOf(int index)
    {
        if (index < SubBuckets * 2) return index;
        var exponent = (index >> SubBucketBits) - 1;
        var mantissa = (long)(index & (SubBuckets - 1)) + SubBuckets;
        return exponent + SubBucketBits >= 62 && mantissa >= SubBuckets * 2 ? long.MaxValue : mantissa << exponent;
    }

    private static void ThrowNegative(SimDuration duration) =>
        throw new ArgumentOutOfRangeException(nameof(duration), duration, "A recorded duration cannot be negative.");
}
