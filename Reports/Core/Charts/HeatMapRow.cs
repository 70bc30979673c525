namespace GmpSim.Reports.Charts;

/// <summary>One row of a heat map.</summary>
/// <param name="Label">What it is a row of.</param>
/// <param name="Weight">Its share of everything the panel counts, 0 to 1: the row's own values are shares within the row.</param>
/// <param name="Shares">Share of the row in each column, summing to 1; all 0 for an empty row.</param>
/// <param name="Median">Where half of the row lies below; <see langword="null"/> for an empty row.</param>
public sealed record HeatMapRow(string Label, double Weight, IReadOnlyList<double> Shares, double? Median);
