namespace GmpSim.Engine;

/// <summary>The normal distribution, cut at 0: what would be negative is 0.</summary>
/// <param name="Centre">Mean before the cut, from 0 up.</param>
/// <param name="StandardDeviation">Standard deviation before the cut, from 0 up.</param>
public sealed record NormalDistribution(SimDuration Centre, SimDuration StandardDeviation) : Distribution
{
    /// <summary>The mean after the cut, which lies above <see cref="Centre"/>.</summary>
    public override double MeanPicoseconds
    {
        get
        {
            if (StandardDeviation == SimDuration.Zero) return Centre.Picoseconds;
            double centre = Centre.Picoseconds, deviation = StandardDeviation.Picoseconds;
            var ratio = centre / deviation;
            return (centre * PortableMath.NormalCdf(ratio)) + (deviation * PortableMath.NormalDensity(ratio));
        }
    }

    /// <inheritdoc/>
    public override SimDuration Sample(RandomStream stream) => SimDuration.Max(
        SimDuration.Zero,
        SimDuration.RoundedFromPicoseconds(Centre.Picoseconds + (StandardSample(stream) * StandardDeviation.Picoseconds)));

    /// <inheritdoc/>
    public override string Describe() => $"normal(mean {Centre}, sd {StandardDeviation}, cut at 0)";

    /// <summary>A standard normal number out of one uniform one.</summary>
    internal static double StandardSample(RandomStream stream)
    {
        // A unit draw of exactly 0 would be minus infinity; half the smallest step stands for it.
        const double HalfStep = 1.0 / (1UL << 54);
        return PortableMath.InverseNormalCdf(Math.Max(stream.NextUnit(), HalfStep));
    }
}
