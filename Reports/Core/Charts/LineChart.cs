namespace GmpSim.Reports.Charts;

/// <summary>Lines over a common horizontal axis, in one panel or several.</summary>
public sealed record LineChart : Chart
{
    /// <summary>The horizontal axis of every panel.</summary>
    public required Axis X { get; init; }

    /// <summary>The panels, in reading order.</summary>
    public required IReadOnlyList<LinePanel> Panels { get; init; }

    /// <summary>Whether the lines are an ordered family, such as P counts: they get a colour scale instead of distinct colours.</summary>
    public bool Ordered { get; init; }

    /// <summary>Whether panels share the range of their vertical axes.</summary>
    public bool SharedY { get; init; }
}
