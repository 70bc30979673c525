using System.Globalization;
using CsvHelper;
using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>Writes the tables of a batch: RFC 4180, UTF-8 without byte-order mark, LF, invariant numbers, empty where there is no value.</summary>
public static class TableWriter
{
    private static readonly CsvWriterOptions s_options = new() { NewLine = "\n", FormatProvider = CultureInfo.InvariantCulture };

    /// <summary>Writes every CSV table, that of replicas only where there are some, into <paramref name="folder"/>, each in one step.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void WriteAll(ResultTables tables, string folder)
    {
        ArgumentNullException.ThrowIfNull(tables);
        Write(folder, TableFiles.Runs, RunHeader(tables), RunRows(tables));
        Write(folder, TableFiles.Summary, TableFiles.SummaryColumns, SummaryRows(tables));
        Write(folder, TableFiles.Verdicts, TableFiles.VerdictColumns, tables.Scenarios.SelectMany(s => s.Verdicts).Select(VerdictRow));
        Write(folder, TableFiles.Skew, TableFiles.SkewColumns, SkewRows(tables));
        Write(folder, TableFiles.Latency, TableFiles.LatencyColumns, LatencyRows(tables));
        Write(folder, TableFiles.Attribution, TableFiles.AttributionColumns, AttributionRows(tables));
        Write(folder, TableFiles.Cores, TableFiles.CoreColumns, CoreRows(tables));
        if (ReplicaRows(tables).Any()) Write(folder, TableFiles.Replicas, TableFiles.ReplicaColumns, ReplicaRows(tables));
        Write(folder, TableFiles.RuntimeMetrics, TableFiles.RuntimeMetricColumns, RuntimeMetricRows(tables));
    }

    internal static void Write(string folder, string file, IEnumerable<string> header, IEnumerable<string[]> rows) =>
        AtomicFile.Write(Path.Combine(folder, file), stream =>
        {
            using var csv = CsvWriter.Create(stream, s_options, leaveOpen: true);
            csv.WriteRecord([.. header]);
            foreach (var row in rows) csv.WriteRecord(row);
        });

    private static string[] CoordinateNames(ResultTables tables) =>
        [.. tables.Scenarios.SelectMany(s => s.Points).SelectMany(p => p.Coordinates).Select(c => c.Name).Distinct(StringComparer.Ordinal)];

    private static IEnumerable<string> RunHeader(ResultTables tables) =>
        ["scenario", .. CoordinateNames(tables), .. TableFiles.RunColumns, .. Metrics.All.Select(m => m.Name)];

    private static IEnumerable<string[]> RunRows(ResultTables tables)
    {
        var names = CoordinateNames(tables);
        return
            from scenario in tables.Scenarios
            from point in scenario.Points
            from run in point.Runs
            select (string[])
            [
                scenario.Name,
                .. names.Select(n => point.Coordinates.FirstOrDefault(c => c.Name == n)?.Value ?? ""),
                Text(run.Replication), run.Seed.ToString(CultureInfo.InvariantCulture), run.Digest.ToString("x16", CultureInfo.InvariantCulture),
                .. Metrics.All.Select(m => Numbers.Measured(run.Values[m.Index], m.Unit)),
            ];
    }

    private static IEnumerable<string[]> SummaryRows(ResultTables tables) =>
        from scenario in tables.Scenarios
        from point in scenario.Points
        from row in point.Summary
        let e = row.Estimate
        select (string[])
        [
            scenario.Name, point.Label, row.Metric, row.Unit, Text(e.Count), Numbers.Statistic(e.Mean), Numbers.Statistic(e.StandardDeviation),
            Numbers.Statistic(e.Low), Numbers.Statistic(e.High), Numbers.Statistic(e.Min), Numbers.Statistic(e.Max),
        ];

    private static string[] VerdictRow(Verdict v) =>
    [
        v.Scenario, v.Id, v.Claim, v.Expected, Numbers.Statistic(v.Observed), Numbers.Statistic(v.Ci95Low), Numbers.Statistic(v.Ci95High),
        v.Kind, VerdictWords.Text(v.Outcome), v.Why,
    ];

    private static IEnumerable<string[]> SkewRows(ResultTables tables) =>
        from scenario in tables.Scenarios
        from point in scenario.Points
        from processor in point.Skew
        from bucket in processor.Buckets
        select (string[])[scenario.Name, point.Label, Text(processor.Processor), .. BucketFields(bucket)];

    private static IEnumerable<string[]> LatencyRows(ResultTables tables) =>
        from scenario in tables.Scenarios
        from point in scenario.Points
        from bucket in point.Latency
        select (string[])[scenario.Name, point.Label, .. BucketFields(bucket)];

    private static IEnumerable<string[]> AttributionRows(ResultTables tables) =>
        from scenario in tables.Scenarios
        from point in scenario.Points
        from row in point.Attribution
        select (string[])[scenario.Name, point.Label, row.Component, Numbers.Nanoseconds(row.MeanPicoseconds), Numbers.Exact(row.Share)];

    private static IEnumerable<string[]> CoreRows(ResultTables tables) =>
        from scenario in tables.Scenarios
        from point in scenario.Points
        from row in point.Cores
        select (string[])[scenario.Name, point.Label, Text(row.Core), row.Use, Numbers.Nanoseconds(row.MeanPicoseconds), Numbers.Exact(row.Share)];

    private static IEnumerable<string[]> ReplicaRows(ResultTables tables) =>
        from scenario in tables.Scenarios
        from point in scenario.Points
        from row in point.Replicas
        let s = row.Sample
        select (string[])
        [
            scenario.Name, point.Label, Text(row.Replication), Numbers.Exact(s.At.Picoseconds / 1e12m), Numbers.Exact(s.Length.Picoseconds / 1e12m),
            Text(s.Arrivals), Text(s.Requests), Text(s.Errors), Microseconds(s.MeanLatency), Microseconds(s.MeanPoolWait),
            s.CpuPercent is { } percent ? Text(percent) : "", Text(s.Ready), Text(s.Replicas), Text(s.Wanted),
        ];

    private static string Microseconds(SimDuration? span) => span is { } known ? Numbers.Exact(known.Picoseconds / 1e6m) : "";

    private static IEnumerable<string[]> RuntimeMetricRows(ResultTables tables) =>
        from scenario in tables.Scenarios
        from point in scenario.Points
        from row in point.RuntimeMetrics
        select (string[])
        [
            scenario.Name, point.Label, row.Metric,
            .. row.Bucket is { } bucket ? [Seconds(bucket.LowNs, "-Inf"), Seconds(bucket.HighNs, "+Inf"), Text(bucket.Count), ""] : (string[])["", "", "", Numbers.Statistic(row.Value)],
        ];

    /// <summary>Ends of buckets in seconds, as runtime/metrics has them.</summary>
    private static string Seconds(long? nanoseconds, string infinite) => nanoseconds is { } finite ? Numbers.Exact(finite / 1e9m) : infinite;

    private static string[] BucketFields(HistogramBucket bucket) =>
        [Numbers.Nanoseconds(bucket.Low.Picoseconds), Numbers.Nanoseconds(bucket.High.Picoseconds), Text(bucket.Count)];

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
