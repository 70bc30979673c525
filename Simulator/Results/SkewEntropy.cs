using GmpSim.Engine;

namespace GmpSim.Results;

/// <summary>How spread out wake-up skew is over Ps and sizes, as one number from 0 to 1.</summary>
/// <remarks>
/// Shannon's entropy of the cells of the skew heat map, divided by the logarithm of their number: 0 when every
/// wake-up falls into one cell, 1 when all cells are equally filled. A cell is one P and one of 24 half-decade-like
/// buckets: powers of two from 128 ns up to about 1 s. The article gives entropies without saying how it took them;
/// this definition is ours.
/// </remarks>
public static class SkewEntropy
{
    /// <summary>Buckets a P, lowest and highest open-ended.</summary>
    public const int Buckets = 24;

    private const long LowestPs = 128_000;

    /// <summary>Index of the bucket that a skew falls into.</summary>
    public static int BucketOf(SimDuration skew)
    {
        var ratio = (ulong)(skew.Picoseconds / LowestPs);
        return ratio == 0 ? 0 : Math.Min(Buckets - 1, System.Numerics.BitOperations.Log2(ratio) + 1);
    }

    /// <summary>The entropy over all Ps; 0 when nothing was recorded.</summary>
    public static double Of(IReadOnlyList<Histogram> byP)
    {
        ArgumentNullException.ThrowIfNull(byP);
        var cells = new long[byP.Count * Buckets];
        long total = 0;
        for (var p = 0; p < byP.Count; p++)
        {
            foreach (var bucket in byP[p].Buckets())
            {
                cells[(p * Buckets) + BucketOf(bucket.Low)] += bucket.Count;
                total += bucket.Count;
            }
        }

        if (total == 0) return 0;
        double entropy = 0;
        foreach (var count in cells)
        {
            if (count == 0) continue;
            var share = count / (double)total;
            entropy -= share * PortableMath.Log(share);
        }

        return entropy / PortableMath.Log(cells.Length);
    }
}
