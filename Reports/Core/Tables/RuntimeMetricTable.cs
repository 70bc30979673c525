using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>Turns the runtime metrics of a point's replications into rows: means of values, sums of bucket counts.</summary>
internal static class RuntimeMetricTable
{
    public static IReadOnlyList<RuntimeMetricRow> Of(IReadOnlyList<RunRecord> runs)
    {
        var byName = runs.SelectMany(run => run.RuntimeMetrics).GroupBy(metric => metric.Name, StringComparer.Ordinal);
        return [.. byName.SelectMany(group => Rows(group.Key, [.. group]))];
    }

    private static IEnumerable<RuntimeMetricRow> Rows(string name, RuntimeMetricValue[] runs)
    {
        if (runs[0].Value is not null) return [new(name, runs.Average(run => run.Value), null)];
        return runs.SelectMany(run => run.Buckets).GroupBy(bucket => (bucket.LowNs, bucket.HighNs)).OrderBy(bucket => bucket.Key.LowNs ?? long.MinValue)
            .Select(bucket => new RuntimeMetricRow(name, null, new(bucket.Key.LowNs, bucket.Key.HighNs, bucket.Sum(b => b.Count))));
    }
}
