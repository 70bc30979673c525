namespace GmpSim.Reports.Charts;

/// <summary>Horizontal bars in groups, side by side or stacked. Horizontal, because labels of scenarios are long.</summary>
public sealed record BarChart : Chart
{
    /// <summary>The axis of the values.</summary>
    public required Axis Value { get; init; }

    /// <summary>Names of the series; one empty name needs no legend.</summary>
    public required IReadOnlyList<string> Series { get; init; }

    /// <summary>Colour of each series as <c>#rrggbb</c>; empty for those of the palette in order.</summary>
    public IReadOnlyList<string> Colours { get; init; } = [];

    /// <summary>The groups from top to bottom.</summary>
    public required IReadOnlyList<BarGroup> Groups { get; init; }

    /// <summary>Whether the bars of a group are parts of one bar.</summary>
    public bool Stacked { get; init; }
}
