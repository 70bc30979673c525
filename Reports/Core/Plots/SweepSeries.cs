using GmpSim.Reports.Tables;

namespace GmpSim.Reports.Plots;

/// <summary>The points of a sweep that share all coordinates but the one along the axis.</summary>
/// <param name="Label">The shared coordinates in words; empty when there is no other coordinate.</param>
/// <param name="Points">The points in the order of the tables.</param>
internal sealed record SweepSeries(string Label, IReadOnlyList<PointTables> Points);
