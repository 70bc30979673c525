using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>Turns what cores did in each run into means over the runs that still add up.</summary>
internal static class CoreTable
{
    /// <summary>The uses that some core of a batch has spent time on; all others would be rows of zeros.</summary>
    public static IReadOnlySet<string> Occurring(IEnumerable<RunRecord> runs) =>
        runs.SelectMany(run => run.CoreTimes).Where(time => time.Time.Picoseconds > 0).Select(time => time.Use).ToHashSet(StringComparer.Ordinal);

    /// <summary>The rows of a point, core by core.</summary>
    /// <param name="runs">Its replications.</param>
    /// <param name="occurring">The uses to list.</param>
    public static IReadOnlyList<CoreRow> Of(IReadOnlyList<RunRecord> runs, IReadOnlySet<string> occurring)
    {
        var counted = runs.Count(run => run.CoreTimes.Count > 0);
        return [.. runs.SelectMany(run => run.CoreTimes).Where(time => occurring.Contains(time.Use)).GroupBy(time => time.Core).OrderBy(core => core.Key).SelectMany(core => Rows(core, counted))];
    }

    private static IEnumerable<CoreRow> Rows(IGrouping<int, CoreTime> core, int runs)
    {
        var uses = core.GroupBy(time => time.Use, StringComparer.Ordinal).ToArray();
        var totals = uses.Select(use => use.Aggregate(Int128.Zero, (sum, time) => sum + time.Time.Picoseconds)).ToArray();
        var whole = Dealing.Sum(totals);
        var means = Dealing.Dealt(totals, whole, (whole + (runs / 2)) / runs);
        var shares = Dealing.Dealt(totals, whole, Dealing.ShareSteps);
        return uses.Select((use, i) => new CoreRow(core.Key, use.Key, (long)means[i], (decimal)shares[i] / Dealing.ShareSteps));
    }
}
