namespace GmpSim.Results;

/// <summary>One figure that a run yields.</summary>
/// <param name="Name">Column name; the unit is its last part where it has one.</param>
/// <param name="Unit">Unit for axes and tables, for example <c>us</c> or <c>1/s</c>; empty for plain numbers.</param>
/// <param name="About">What it means, in a sentence.</param>
public sealed record Metric(string Name, string Unit, string About)
{
    /// <summary>Position of the metric in <see cref="Metrics.All"/> and in <see cref="RunRecord.Values"/>.</summary>
    public int Index { get; internal init; }
}
