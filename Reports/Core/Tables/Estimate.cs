using MathNet.Numerics.Distributions;

namespace GmpSim.Reports.Tables;

/// <summary>A metric over the replications of a point.</summary>
/// <param name="Count">Replications that have a value.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="StandardDeviation">Sample standard deviation; <see langword="null"/> with fewer than two values.</param>
/// <param name="Low">Lower end of the 95 % Student-t interval of the mean; <see langword="null"/> with fewer than two values.</param>
/// <param name="High">Upper end of that interval.</param>
/// <param name="Min">Smallest value.</param>
/// <param name="Max">Largest value.</param>
public sealed record Estimate(int Count, double Mean, double? StandardDeviation, double? Low, double? High, double Min, double Max)
{
    /// <summary>The estimate from values, or <see langword="null"/> when there is none. Values that are not finite do not count.</summary>
    /// <remarks>Two passes: the squares are taken of deviations from the mean, so large offsets cost no digits.</remarks>
    public static Estimate? Of(IEnumerable<double?> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var sample = values.Where(v => v is { } number && double.IsFinite(number)).Select(v => v!.Value).ToArray();
        if (sample.Length == 0) return null;
        var mean = sample.Sum() / sample.Length;
        if (sample.Length == 1) return new(1, mean, null, null, null, mean, mean);
        var sd = Math.Sqrt(sample.Sum(v => (v - mean) * (v - mean)) / (sample.Length - 1));
        var half = StudentT.InvCDF(0, 1, sample.Length - 1, 0.975) * sd / Math.Sqrt(sample.Length);
        return new(sample.Length, mean, sd, mean - half, mean + half, sample.Min(), sample.Max());
    }
}
