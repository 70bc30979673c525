namespace GmpSim.Reports.Charts;

/// <summary>One axis of a picture.</summary>
/// <param name="Label">What it measures, without the unit: the renderer adds the one it chose.</param>
/// <param name="Quantity">What the numbers are.</param>
public sealed record Axis(string Label, Quantity Quantity)
{
    /// <summary>Linear unless set.</summary>
    public AxisScale Scale { get; init; } = AxisScale.Linear;

    /// <summary>Values that must have a tick, such as the P counts of a sweep; empty lets the renderer choose.</summary>
    public IReadOnlyList<double> Ticks { get; init; } = [];

    /// <summary>Whether a linear axis includes 0, so that heights compare as the values do.</summary>
    public bool FromZero { get; init; }
}
