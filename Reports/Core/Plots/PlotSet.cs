using GmpSim.Reports.Charts;

namespace GmpSim.Reports.Plots;

/// <summary>The plots of a scenario.</summary>
/// <param name="Charts">The pictures; the id of each is its file name, <c>scenario-plot</c>.</param>
/// <param name="Remarks">A sentence for every plot that could not be made, saying why.</param>
public sealed record PlotSet(IReadOnlyList<Chart> Charts, IReadOnlyList<string> Remarks);
