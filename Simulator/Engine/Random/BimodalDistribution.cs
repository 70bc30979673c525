namespace GmpSim.Engine;

/// <summary>One of two values: most requests fast, some slow.</summary>
/// <param name="Fast">The usual value, from 0 up.</param>
/// <param name="Slow">The other value, from 0 up.</param>
/// <param name="SlowShare">Probability of <paramref name="Slow"/>, 0 to 1.</param>
public sealed record BimodalDistribution(SimDuration Fast, SimDuration Slow, double SlowShare) : Distribution
{
    /// <inheritdoc/>
    public override double MeanPicoseconds => (Fast.Picoseconds * (1 - SlowShare)) + (Slow.Picoseconds * SlowShare);

    /// <inheritdoc/>
    public override SimDuration Sample(RandomStream stream) => stream.NextUnit() < 1 - SlowShare ? Fast : Slow;

    /// <inheritdoc/>
    public override string Describe() => $"bimodal({Fast}, {Slow} in {SlowShare * 100:0.####}%)";
}
