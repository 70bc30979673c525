namespace GmpSim.Reports.Charts;

/// <summary>One of the small pictures of a <see cref="HeatMapChart"/>.</summary>
/// <param name="Title">What sets it apart; empty when it is the only one.</param>
/// <param name="Subtitle">Figures that sum it up.</param>
/// <param name="Rows">Its rows from top to bottom.</param>
public sealed record HeatMapPanel(string Title, string Subtitle, IReadOnlyList<HeatMapRow> Rows);
