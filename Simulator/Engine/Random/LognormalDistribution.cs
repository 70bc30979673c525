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
    public override SimDuration Sample(RandomStream stream) =>
        SimDuration.RoundedFromPicoseconds(Median.Picoseconds * PortableMath.Exp(Sigma * NormalDistribution.StandardSample(stream)));

    /// <inheritdoc/>
    public override string Describe() => $"lognormal(median {Median}, sigma {Sigma:0.####})";
}
