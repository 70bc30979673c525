using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>What the tables say about one point of a sweep.</summary>
public sealed record PointTables
{
    /// <summary>The swept values; empty without a sweep.</summary>
    public required IReadOnlyList<Coordinate> Coordinates { get; init; }

    /// <summary>Its rows of <c>runs.csv</c>.</summary>
    public required IReadOnlyList<RunRow> Runs { get; init; }

    /// <summary>Its rows of <c>summary.csv</c>: the metrics that have a value, in column order.</summary>
    public required IReadOnlyList<MetricEstimate> Summary { get; init; }

    /// <summary>Its rows of <c>latency.csv</c>: replications merged.</summary>
    public required IReadOnlyList<HistogramBucket> Latency { get; init; }

    /// <summary>Its rows of <c>skew.csv</c> by P: replications merged.</summary>
    public required IReadOnlyList<ProcessorSkew> Skew { get; init; }

    /// <summary>Its rows of <c>attribution.csv</c>: replications merged.</summary>
    public required IReadOnlyList<AttributionRow> Attribution { get; init; }

    /// <summary>Its rows of <c>cores.csv</c>, core by core: replications merged.</summary>
    public IReadOnlyList<CoreRow> Cores { get; init; } = [];

    /// <summary>Its rows of <c>replicas.csv</c>.</summary>
    public IReadOnlyList<ReplicaRow> Replicas { get; init; } = [];

    /// <summary>Its rows of <c>runtime-metrics.csv</c>; empty when the tables were read back, for nothing is drawn from them.</summary>
    public IReadOnlyList<RuntimeMetricRow> RuntimeMetrics { get; init; } = [];

    /// <summary>The point as tables name it.</summary>
    public string Label => PointLabel.Format(Coordinates);

    /// <summary>The estimate of a metric; <see langword="null"/> where the metric is empty.</summary>
    public Estimate? this[Metric metric] => Find(metric.Name);

    /// <summary>The estimate of a metric by name; <see langword="null"/> where the metric is empty.</summary>
    public Estimate? Find(string metric)
    {
        foreach (var row in Summary)
        {
            if (row.Metric == metric) return row.Estimate;
        }

        return null;
    }
}
