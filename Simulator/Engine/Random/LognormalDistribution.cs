namespace GmpSim.Engine;

/// <summary>The lognormal distribution: the usual shape of service times, with a long tail upwards.</summary>
/// <param name="Median">The median, above 0.</param>
/// <param name="Sigma">Standard deviation of the logarithm, from 0 up.</param>
public sealed record LognormalDistribution(SimDuration Median, double Sigma) : Distribution
{
    /// <summary>The lognormal distribution with this median and 99th percentile.</summary>
    /// <param name="median">The median, above 0.</param>
    /// <param name="p99">The 99th percentile, not below the median.</param>
    public static LognormalDistribution FromMedianAndP99(SimDuration median, SimDuration p99) =>
        new(median, PortableMath.Log(p99.Picoseconds / (double)median.Picoseconds) / PortableMath.InverseNormalCdf(0.99));

    /// <inheritdoc/>
    public override double MeanPicoseconds => Median.Picoseconds * PortableMath.Exp(Sigma * Sigma / 2);

    /// <inheritdoc/>
    public override SimDuration Sample(RandomStream stream) => Sample(Median, Sigma, stream);

    /// <summary>A number of the distribution with this median, for medians that differ from one draw to the next.</summary>
    /// <param name="median">The median.</param>
    /// <param name="sigma">Standard deviation of the logarithm, from 0 up.</param>
    /// <param name="stream">Where the randomness comes from.</param>
    public static SimDuration Sample(SimDuration median, double sigma, RandomStream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return SimDuration.RoundedFromPicoseconds(median.Picoseconds * PortableMath.Exp(sigma * NormalDistribution.StandardSample(stream)));
    }

    /// <inheritdoc/>
    public override string Describe() => $"lognormal(median {Median}, sigma {Sigma:0.####})";
}
