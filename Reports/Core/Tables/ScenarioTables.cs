using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>What the tables say about one scenario.</summary>
/// <param name="Name">Name of the scenario.</param>
/// <param name="Points">Its points in the order of the tables.</param>
/// <param name="Verdicts">Its rows of <c>verdicts.csv</c>.</param>
public sealed record ScenarioTables(string Name, IReadOnlyList<PointTables> Points, IReadOnlyList<Verdict> Verdicts);
