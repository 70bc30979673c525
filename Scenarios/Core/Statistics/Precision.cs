namespace GmpSim.Scenarios.Statistics;

/// <summary>The stopping rule of <c>replications: {until: 2% at 95%, max: 50}</c>.</summary>
/// <remarks>
/// Looks at the replications in their order and at nothing else, so the answer is the same however many workers ran
/// them and in whichever order they ended. Stopping at the first moment of apparent precision makes intervals a little
/// too narrow when very few replications are enough; a minimum of about five keeps the loss below a percent or two.
/// </remarks>
/// <param name="RelativeHalfWidth">Half width of the interval over the mean that is asked for.</param>
/// <param name="Confidence">Confidence of that interval.</param>
public readonly record struct Precision(double RelativeHalfWidth, double Confidence)
{
    /// <summary>Whether these replications, all of them, are precise enough.</summary>
    public bool IsReached(IReadOnlyList<double> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return values.Count >= 2 && Student.Mean(values, Confidence).RelativeHalfWidth <= RelativeHalfWidth;
    }
}
