using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>The content of all tables of a batch: made from its results, or read back from its folder.</summary>
/// <remarks>Plots and reports are drawn from this alone, so that redrawing from the files gives the same picture.</remarks>
/// <param name="Scenarios">The scenarios in order.</param>
public sealed record ResultTables(IReadOnlyList<ScenarioTables> Scenarios)
{
    /// <summary>The tables of a batch.</summary>
    public static ResultTables From(BatchResult batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        var occurring = AttributionTable.Occurring(batch.Runs);
        var uses = CoreTable.Occurring(batch.Runs);
        return new([.. batch.Scenarios.Select(s => new ScenarioTables(s.Name, [.. s.Points.Select(p => Point(p, occurring, uses))], s.Verdicts))]);
    }

    /// <summary>Several sets of results laid over each other: every point gets one more coordinate, <c>results</c>, with the set's name.</summary>
    /// <param name="sets">Name and tables of each set; the names differ.</param>
    public static ResultTables Overlay(IReadOnlyList<(string Name, ResultTables Tables)> sets)
    {
        ArgumentNullException.ThrowIfNull(sets);
        var names = sets.SelectMany(s => s.Tables.Scenarios).Select(s => s.Name).Distinct(StringComparer.Ordinal);
        return new([.. names.Select(name => new ScenarioTables(name, [.. OverlaidPoints(sets, name)], []))]);
    }

    private static IEnumerable<PointTables> OverlaidPoints(IReadOnlyList<(string Name, ResultTables Tables)> sets, string scenario) =>
        from set in sets
        from tables in set.Tables.Scenarios
        where tables.Name == scenario
        from point in tables.Points
        select point with { Coordinates = [.. point.Coordinates, new Coordinate("results", "results", set.Name)] };

    private static PointTables Point(PointResult point, IReadOnlySet<string> occurring, IReadOnlySet<string> uses) => new()
    {
        Coordinates = point.Coordinates,
        Runs = [.. point.Runs.Select(r => new RunRow(r.Replication, r.Seed, r.Digest, r.Values))],
        Summary = [.. Metrics.All.Select(m => Summarise(m, point.Runs)).OfType<MetricEstimate>()],
        Latency = [.. Merged(point.Runs.Select(r => r.Latency)).Buckets()],
        Skew = [.. SkewByProcessor(point.Runs)],
        Attribution = AttributionTable.Of(point.Runs, occurring),
        Cores = CoreTable.Of(point.Runs, uses),
        Replicas = [.. point.Runs.SelectMany(run => run.Replicas.Select(sample => new ReplicaRow(run.Replication, sample)))],
        RuntimeMetrics = RuntimeMetricTable.Of(point.Runs),
    };

    private static MetricEstimate? Summarise(Metric metric, IReadOnlyList<RunRecord> runs) =>
        Estimate.Of(runs.Select(r => r[metric])) is { } estimate ? new(metric.Name, metric.Unit, estimate) : null;

    private static IEnumerable<ProcessorSkew> SkewByProcessor(IReadOnlyList<RunRecord> runs)
    {
        var processors = runs.Count == 0 ? 0 : runs.Max(r => r.SkewByP.Count);
        for (var p = 0; p < processors; p++)
            yield return new(p, [.. Merged(runs.Where(r => p < r.SkewByP.Count).Select(r => r.SkewByP[p])).Buckets()]);
    }

    private static Histogram Merged(IEnumerable<Histogram> histograms)
    {
        var merged = new Histogram();
        foreach (var histogram in histograms) merged.Merge(histogram);
        return merged;
    }
}
