namespace GmpSim.Reports.Charts;

/// <summary>One line with its interval band.</summary>
/// <param name="Name">Its name in the legend.</param>
/// <param name="Points">Its points, by ascending <see cref="LinePoint.X"/>.</param>
public sealed record LineSeries(string Name, IReadOnlyList<LinePoint> Points);
