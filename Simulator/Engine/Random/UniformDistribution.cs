namespace GmpSim.Engine;

/// <summary>Every value of an interval equally likely.</summary>
/// <param name="Min">Smallest value, from 0 up.</param>
/// <param name="Max">Largest value, not below <paramref name="Min"/>.</param>
public sealed record UniformDistribution(SimDuration Min, SimDuration Max) : Distribution
{
    /// <inheritdoc/>
    public override double MeanPicoseconds => (Min.Picoseconds + (double)Max.Picoseconds) / 2;

    /// <inheritdoc/>
    public override SimDuration Sample(RandomStream stream) =>
        SimDuration.RoundedFromPicoseconds(Min.Picoseconds + (stream.NextUnit() * (Max - Min).Picoseconds));

    /// <inheritdoc/>
    public override string Describe() => $"uniform({Min} to {Max})";
}
