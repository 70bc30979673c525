namespace GmpSim.Reports.Charts;

/// <summary>The bars that belong to one label.</summary>
/// <param name="Label">What they are bars of.</param>
/// <param name="Bars">The bars, or the parts of the one stacked bar.</param>
public sealed record BarGroup(string Label, IReadOnlyList<Bar> Bars);
