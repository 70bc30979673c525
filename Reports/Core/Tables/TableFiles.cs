namespace GmpSim.Reports.Tables;

/// <summary>Names and fixed columns of the tables.</summary>
internal static class TableFiles
{
    public const string Runs = "runs.csv";
    public const string Summary = "summary.csv";
    public const string Verdicts = "verdicts.csv";
    public const string Skew = "skew.csv";
    public const string Latency = "latency.csv";
    public const string Attribution = "attribution.csv";
    public const string Cores = "cores.csv";
    public const string Replicas = "replicas.csv";
    public const string RuntimeMetrics = "runtime-metrics.csv";
    public const string Manifest = "manifest.json";

    /// <summary>What stands between the point columns and the metric columns of <c>runs.csv</c>.</summary>
    public static readonly string[] RunColumns = ["replication", "seed", "digest"];

    public static readonly string[] SummaryColumns =
        ["scenario", "point", "metric", "unit", "n", "mean", "sd", "ci95_low", "ci95_high", "min", "max"];

    public static readonly string[] VerdictColumns =
        ["scenario", "id", "claim", "expected", "observed", "ci95_low", "ci95_high", "kind", "verdict", "why"];

    public static readonly string[] SkewColumns = ["scenario", "point", "p", "bucket_low_ns", "bucket_high_ns", "count"];
    public static readonly string[] LatencyColumns = ["scenario", "point", "bucket_low_ns", "bucket_high_ns", "count"];
    public static readonly string[] AttributionColumns = ["scenario", "point", "component", "mean_ns", "share"];

    public static readonly string[] CoreColumns = ["scenario", "point", "core", "use", "mean_ns", "share"];

    public static readonly string[] ReplicaColumns =
        ["scenario", "point", "replication", "t_s", "period_s", "arrivals", "requests", "errors", "latency_mean_us", "pool_wait_mean_us", "cpu_percent", "ready", "replicas", "wanted"];

    /// <summary>Written for readers of Go's metrics only: nothing is drawn from it, and it is not read back.</summary>
    public static readonly string[] RuntimeMetricColumns = ["scenario", "point", "metric", "bucket_low", "bucket_high", "count", "value"];

    /// <summary>All CSV files that are read back; <c>runs.csv</c> last, because it alone does not know the order of a point's coordinates.</summary>
    public static readonly string[] All = [Summary, Skew, Latency, Attribution, Cores, Replicas, Verdicts, Runs];
}
