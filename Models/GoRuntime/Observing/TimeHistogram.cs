using System.Numerics;
using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>The histogram of durations that runtime/metrics publishes (timeHistogram, runtime/histogram.go, from 1.20).</summary>
/// <remarks>
/// Buckets double in width, beginning with the one up to 2⁸ ns, and are cut into four equal parts; what is negative, and what reaches
/// 2⁴⁷ ns, has a bucket of its own. Up to 1.19 Go cut 45 buckets into sixteen; here all versions have the newer ones, so that they compare.
/// </remarks>
public sealed class TimeHistogram
{
    private const int MinBucketBits = 9;
    private const int MaxBucketBits = 48;
    private const int PartBits = 2;
    private const int Parts = 1 << PartBits;

    private const int Overflow = ((MaxBucketBits - MinBucketBits + 1) * Parts) + 1;

    private readonly long[] _counts = new long[Overflow + 1];

    /// <summary>Number of buckets, underflow and overflow included.</summary>
    public int BucketCount => _counts.Length;

    /// <summary>Durations recorded.</summary>
    public long Total { get; private set; }

    /// <summary>Durations in a bucket.</summary>
    public long this[int bucket] => _counts[bucket];

    /// <summary>Adds one duration; parts of a nanosecond are cut off.</summary>
    public void Record(SimDuration duration)
    {
        _counts[IndexOf(duration)]++;
        Total++;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        Array.Clear(_counts);
        Total = 0;
    }

    /// <summary>Lower end of a bucket [ns]; the upper end is that of the next. <see langword="null"/> below the first and beyond the last.</summary>
    public static long? LowNs(int bucket)
    {
        if (bucket is 0 or > Overflow) return null;
        var (power, part) = ((bucket - 1) / Parts, (bucket - 1) % Parts);
        return power == 0
            ? (long)part << (MinBucketBits - 1 - PartBits)
            : (1L << (power + MinBucketBits - 2)) | ((long)part << (power + MinBucketBits - 2 - PartBits));
    }

    private static int IndexOf(SimDuration duration)
    {
        if (duration < SimDuration.Zero) return 0;
        var nanoseconds = duration.Picoseconds / 1_000;
        var bits = Math.Max(MinBucketBits - 1, 64 - BitOperations.LeadingZeroCount((ulong)nanoseconds));
        if (bits >= MaxBucketBits) return Overflow;

        // Below the first power of two there is no leading bit to strip: the parts are as wide as those above it.
        var shift = Math.Max(bits, MinBucketBits) - 1 - PartBits;
        var power = bits - (MinBucketBits - 1);
        return (power * Parts) + (int)((nanoseconds >> shift) % Parts) + 1;
    }
}
