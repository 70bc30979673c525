using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>Reads the tables of a batch back.</summary>
/// <remarks>Tables may be missing, and then what they hold is empty; columns may be in any order, and unknown ones are passed over.</remarks>
public static class TableReader
{
    /// <summary>The most Ps a scenario can have.</summary>
    private const int MostProcessors = 1024;

    /// <summary>The most logical CPUs a machine can have.</summary>
    private const int MostCpus = 1024;

    /// <summary>The most replicas a service can have.</summary>
    private const int MostReplicas = 1000;

    /// <summary>Reads every table of the contract that lies in <paramref name="folder"/>.</summary>
    /// <exception cref="TableException">The folder holds no table, or a table cannot be read; the message is a diagnostic.</exception>
    public static ResultTables ReadFolder(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (!Directory.Exists(folder)) throw TableException.At(folder, 1, 1, "GMP1001", "there is no such folder");
        var files = TableFiles.All.Select(f => Path.Combine(folder, f)).Where(File.Exists).ToArray();
        if (files.Length == 0)
            throw TableException.At(folder, 1, 1, "GMP1002", $"no tables here; expected at least one of {string.Join(", ", TableFiles.All)}");
        return ReadFiles(files);
    }

    /// <summary>Reads the tables in <paramref name="files"/>; which table a file holds is told by its columns.</summary>
    /// <exception cref="TableException">A file is not a table of the contract, or cannot be read; the message is a diagnostic.</exception>
    public static ResultTables ReadFiles(IReadOnlyList<string> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var collector = new TableCollector();

        // runs.csv goes last: the others know the order of a point's coordinates.
        foreach (var (file, kind) in files.Select(f => (f, Kind(f))).OrderBy(f => Array.IndexOf(TableFiles.All, f.Item2)))
        {
            using var table = new CsvTable(file);
            while (table.NextRow()) ReadRow(kind, table, collector);
        }

        return collector.Tables();
    }

    private static void ReadRow(string kind, CsvTable table, TableCollector collector)
    {
        switch (kind)
        {
            case TableFiles.Runs: collector.Scenario(table.Text("scenario")).At(table.PointColumns()).Runs.Add(Run(table)); break;
            case TableFiles.Verdicts: collector.Scenario(table.Text("scenario")).Verdicts.Add(Verdict(table)); break;
            case TableFiles.Summary: Point(table, collector).Summary.Add(Summary(table)); break;
            case TableFiles.Skew: Point(table, collector).SkewOf(table.Index("p", MostProcessors - 1)).Add(Bucket(table)); break;
            case TableFiles.Latency: Point(table, collector).Latency.Add(Bucket(table)); break;
            case TableFiles.Cores: Point(table, collector).Cores.Add(new(table.Index("core", MostCpus - 1), table.Text("use"), table.Picoseconds("mean_ns"), table.Fraction("share"))); break;
            case TableFiles.Replicas: Point(table, collector).Replicas.Add(Replicas(table)); break;
            case TableFiles.Attribution: Point(table, collector).Attribution.Add(Share(table)); break;
            default: throw new InvalidOperationException($"No reader for {kind}.");
        }
    }

    private static string Kind(string file)
    {
        using var table = new CsvTable(file);
        if (table.Has(TableFiles.RunColumns)) return TableFiles.Runs;
        if (table.Has(TableFiles.SummaryColumns)) return TableFiles.Summary;
        if (table.Has(TableFiles.VerdictColumns)) return TableFiles.Verdicts;
        if (table.Has(TableFiles.SkewColumns)) return TableFiles.Skew;
        if (table.Has(TableFiles.LatencyColumns)) return TableFiles.Latency;
        if (table.Has(TableFiles.CoreColumns)) return TableFiles.Cores;
        if (table.Has(TableFiles.ReplicaColumns)) return TableFiles.Replicas;
        if (table.Has(TableFiles.AttributionColumns)) return TableFiles.Attribution;
        throw TableException.At(file, 1, 1, "GMP1003", $"the columns are those of none of {string.Join(", ", TableFiles.All)}");
    }

    private static PointCollector Point(CsvTable table, TableCollector collector) => collector.Scenario(table.Text("scenario")).At(table.Point());

    private static RunRow Run(CsvTable table) =>
        new(
            table.Index("replication", int.MaxValue), table.Unsigned("seed"), table.Hexadecimal("digest"),
            [.. Metrics.All.Select(m => table.NumberOrNull(m.Name))]);

    private static MetricEstimate Summary(CsvTable table) =>
        new(table.Text("metric"), table.Text("unit"), new Estimate(
            table.Index("n", int.MaxValue), table.Number("mean"), table.NumberOrNull("sd"), table.NumberOrNull("ci95_low"),
            table.NumberOrNull("ci95_high"), table.Number("min"), table.Number("max")));

    private static HistogramBucket Bucket(CsvTable table)
    {
        var (low, high, count) = (table.Picoseconds("bucket_low_ns"), table.Picoseconds("bucket_high_ns"), table.Count("count"));
        if (high <= low) throw table.Error("bucket_high_ns", "is not above bucket_low_ns");
        if (count == 0) throw table.Error("count", "is 0: only filled buckets have a row");
        return new(SimDuration.FromPicoseconds(low), SimDuration.FromPicoseconds(high), count);
    }

    private static AttributionRow Share(CsvTable table) =>
        new(table.Text("component"), table.Picoseconds("mean_ns"), table.Fraction("share"));

    private static ReplicaRow Replicas(CsvTable table) => new(table.Index("replication", int.MaxValue), new(
        Span(table.Number("t_s"), 1e12),
        Span(table.Number("period_s"), 1e12),
        table.Count("arrivals"),
        table.Count("requests"),
        table.Count("errors"),
        table.NumberOrNull("latency_mean_us") is { } latency ? Span(latency, 1e6) : null,
        table.NumberOrNull("pool_wait_mean_us") is { } wait ? Span(wait, 1e6) : null,
        (int?)table.NumberOrNull("cpu_percent"),
        table.Index("ready", MostReplicas),
        table.Index("replicas", MostReplicas),
        table.Index("wanted", MostReplicas)));

    private static SimDuration Span(double number, double picoseconds) => SimDuration.RoundedFromPicoseconds(number * picoseconds);

    private static Verdict Verdict(CsvTable table) => new()
    {
        Scenario = table.Text("scenario"),
        Id = table.Text("id"),
        Claim = table.Text("claim"),
        Expected = table.Text("expected"),
        Observed = table.NumberOrNull("observed"),
        Ci95Low = table.NumberOrNull("ci95_low"),
        Ci95High = table.NumberOrNull("ci95_high"),
        Kind = table.Text("kind"),
        Outcome = VerdictWords.Parse(table.Text("verdict")) ?? throw table.Error("verdict", "is none of: reproduced, direction only, not reproduced, undecided"),
        Why = table.Text("why"),
    };
}
