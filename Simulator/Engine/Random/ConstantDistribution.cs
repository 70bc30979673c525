namespace GmpSim.Engine;

/// <summary>Always the same value.</summary>
/// <param name="Value">The value, from 0 up.</param>
public sealed record ConstantDistribution(SimDuration Value) : Distribution
{
    /// <summary>Always zero.</summary>
    public static readonly ConstantDistribution Zero = new(SimDuration.Zero);

    /// <inheritdoc/>
    public override double MeanPicoseconds => Value.Picoseconds;

    /// <summary>The value. Draws nothing from the stream.</summary>
    public override SimDuration Sample(RandomStream stream) => Value;

    /// <inheritdoc/>
    public override string Describe() => $"constant {Value}";
}
