using GmpSim.Results;

namespace GmpSim.Scenarios.Batch;

/// <summary>Finds points whose replications were all one and the same run.</summary>
internal static class SameRuns
{
    private const int MostNamed = 4;

    /// <summary>Of runs that were real and not simulated: they have no sequence of events to tell them apart by.</summary>
    private const ulong NoDigest = 0;

    /// <summary>What the reader of such intervals must know; <see langword="null"/> when replications differ at every point.</summary>
    internal static Assumption? NoteOn(IReadOnlyList<PointResult> points)
    {
        var same = points.Where(p => p.Runs.Count > 1 && p.Runs[0].Digest != NoDigest && p.Runs.All(run => run.Digest == p.Runs[0].Digest)).ToList();
        if (same.Count == 0) return null;
        var those = same.Count == 1 ? "in it is random, so its" : "in them is random, so their";
        return new("replications", $"All {same[0].Runs.Count} replications{Of(same)} were the same run, event by event: nothing {those} intervals have no width and say nothing about other traffic.");
    }

    private static string Of(List<PointResult> points)
    {
        if (points.Count == 1) return points[0].Label.Length == 0 ? "" : $" of point '{points[0].Label}'";
        var named = string.Join(", ", points.Take(MostNamed).Select(point => $"'{point.Label}'"));
        return points.Count > MostNamed ? $" of each of the points {named} and {points.Count - MostNamed} more" : $" of each of the points {named}";
    }
}
