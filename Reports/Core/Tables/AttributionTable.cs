using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>Turns attributed totals into means that still add up.</summary>
/// <remarks>
/// A mean is rarely a whole number of picoseconds, and rounding each part alone would break the sum. So the whole is
/// rounded once, and its picoseconds are dealt to the parts by largest remainder; no part is off by a picosecond or
/// more, and the parts sum exactly to the rounded whole. Shares are dealt the same way in millionths.
/// </remarks>
internal static class AttributionTable
{
    /// <summary>The parts that some request of a batch has spent time in; all others would be rows of zeros.</summary>
    public static IReadOnlySet<string> Occurring(IEnumerable<RunRecord> runs) =>
        runs.SelectMany(r => r.Attribution).Where(a => a.TotalPicoseconds > 0).Select(a => a.Component).ToHashSet(StringComparer.Ordinal);

    /// <summary>The rows of a point.</summary>
    /// <param name="runs">Its replications.</param>
    /// <param name="occurring">The parts to list, where known for these runs.</param>
    public static IReadOnlyList<AttributionRow> Of(IReadOnlyList<RunRecord> runs, IReadOnlySet<string> occurring)
    {
        var components = runs.SelectMany(r => r.Attribution).Select(a => a.Component).Where(occurring.Contains).Distinct(StringComparer.Ordinal).ToArray();
        Int128 requests = runs.Where(r => r.Attribution.Count > 0).Sum(r => r.Latency.Count);
        if (components.Length == 0 || requests == 0) return [];

        var totals = components.Select(c => Total(runs, c)).ToArray();
        var whole = Dealing.Sum(totals);
        var means = Dealing.Dealt(totals, whole, (whole + (requests / 2)) / requests);
        var shares = Dealing.Dealt(totals, whole, whole == 0 ? 0 : Dealing.ShareSteps);
        return [.. components.Select((c, i) => new AttributionRow(c, (long)means[i], (decimal)shares[i] / Dealing.ShareSteps))];
    }

    private static Int128 Total(IReadOnlyList<RunRecord> runs, string component) =>
        Dealing.Sum(runs.SelectMany(r => r.Attribution).Where(a => a.Component == component).Select(a => a.TotalPicoseconds));
}
