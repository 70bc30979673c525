namespace GmpSim.Reports.Charts;

/// <summary>Shares over rows and columns as colours, in one panel or several with the same columns and colours.</summary>
public sealed record HeatMapChart : Chart
{
    /// <summary>The horizontal axis; logarithmic.</summary>
    public required Axis X { get; init; }

    /// <summary>Bounds of the columns, ascending: one more than there are columns.</summary>
    public required IReadOnlyList<double> ColumnBounds { get; init; }

    /// <summary>What a row is, for example <c>P</c>.</summary>
    public required string RowLabel { get; init; }

    /// <summary>What the colour means.</summary>
    public required string ColourLabel { get; init; }

    /// <summary>What <see cref="HeatMapRow.Weight"/> means.</summary>
    public required string WeightLabel { get; init; }

    /// <summary>The panels in reading order.</summary>
    public required IReadOnlyList<HeatMapPanel> Panels { get; init; }
}
