namespace GmpSim.Engine;

/// <summary>The exponential distribution: no memory, standard deviation equal to the mean.</summary>
/// <param name="Mean">The mean, from 0 up.</param>
public sealed record ExponentialDistribution(SimDuration Mean) : Distribution
{
    /// <inheritdoc/>
    public override double MeanPicoseconds => Mean.Picoseconds;

    /// <inheritdoc/>
    public override SimDuration Sample(RandomStream stream) =>
        SimDuration.RoundedFromPicoseconds(-PortableMath.Log(1 - stream.NextUnit()) * Mean.Picoseconds);

    /// <inheritdoc/>
    public override string Describe() => $"exponential(mean {Mean})";
}
