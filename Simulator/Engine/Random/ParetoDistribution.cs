namespace GmpSim.Engine;

/// <summary>The Pareto distribution: a heavy tail that falls as a power.</summary>
/// <param name="Scale">Smallest value, above 0.</param>
/// <param name="Shape">Power of the tail, above 0; the mean exists above 1, the variance above 2.</param>
public sealed record ParetoDistribution(SimDuration Scale, double Shape) : Distribution
{
    /// <inheritdoc/>
    public override double MeanPicoseconds =>
        Shape > 1 ? Scale.Picoseconds * Shape / (Shape - 1) : double.PositiveInfinity;

    /// <inheritdoc/>
    public override SimDuration Sample(RandomStream stream) =>
        SimDuration.RoundedFromPicoseconds(Scale.Picoseconds * PortableMath.Pow(1 - stream.NextUnit(), -1 / Shape));

    /// <inheritdoc/>
    public override string Describe() => $"pareto(scale {Scale}, shape {Shape:0.####})";
}
