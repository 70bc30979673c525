using GmpSim.Reports.Tables;

namespace GmpSim.Cli.Actions;

/// <summary>What a reader of <c>gmpsim compare</c> should know of its pairs: runs of the same scenario, point and replication.</summary>
internal static class PairingNotes
{
    /// <summary>The notes, each a sentence; none where every run has its pair and shares its random numbers.</summary>
    internal static IEnumerable<string> Of(ResultTables a, string folderA, ResultTables b, string folderB)
    {
        List<(string Scenario, PointTables A, PointTables B)> pairs =
        [
            .. from scenario in a.Scenarios
               from other in b.Scenarios
               where other.Name == scenario.Name
               from point in scenario.Points
               from twin in other.Points
               where twin.Label == point.Label
               select (scenario.Name, point, twin),
        ];

        foreach (var group in pairs.Where(pair => pair.A.Runs.Count != pair.B.Runs.Count).GroupBy(pair => (A: pair.A.Runs.Count, B: pair.B.Runs.Count)))
        {
            var names = Names(group.Select(pair => pair.Scenario));
            yield return $"replications differ: {group.Key.A} in {folderA}, {group.Key.B} in {folderB} ({names}); those that both have are compared";
        }

        var differing = pairs.Where(pair => SeedsDiffer(pair.A, pair.B)).Select(pair => pair.Scenario).Distinct(StringComparer.Ordinal).ToList();
        if (differing.Count == 0) yield break;
        var which = differing.Count == pairs.Select(pair => pair.Scenario).Distinct(StringComparer.Ordinal).Count() ? "the seeds" : $"the seeds of {Names(differing)}";
        yield return $"{which} differ, so the pairs share no random numbers; the intervals hold, but they are wider than they need to be";
    }

    private static bool SeedsDiffer(PointTables a, PointTables b) =>
        a.Runs.Any(run => b.Runs.Any(other => other.Replication == run.Replication && other.Seed != run.Seed));

    private static string Names(IEnumerable<string> scenarios) => string.Join(", ", scenarios.Distinct(StringComparer.Ordinal).Select(name => $"'{name}'"));
}
