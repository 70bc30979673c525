using GmpSim.Engine;

namespace GmpSim.Results;

/// <summary>What one run leaves behind: everything tables, plots and reports are made of.</summary>
public sealed record RunRecord
{
    /// <summary>Name of the scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>The point of the sweep, in the order of the sweep's keys; empty without a sweep.</summary>
    public required IReadOnlyList<Coordinate> Point { get; init; }

    /// <summary>Number of the replication, from 0.</summary>
    public required int Replication { get; init; }

    /// <summary>Root seed of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Digest of the run's event sequence.</summary>
    public required ulong Digest { get; init; }

    /// <summary>One value a metric, in the order of <see cref="Metrics.All"/>; <see langword="null"/> where it has no meaning.</summary>
    public required IReadOnlyList<double?> Values { get; init; }

    /// <summary>Latency of every measured request.</summary>
    public required Histogram Latency { get; init; }

    /// <summary>Wake-up skew by P, indexed by P number; empty where no netpoller runs.</summary>
    public required IReadOnlyList<Histogram> SkewByP { get; init; }

    /// <summary>Where the time of the measured requests went; empty where no request is followed.</summary>
    public required IReadOnlyList<AttributionShare> Attribution { get; init; }

    /// <summary>What each core did with the window, core by core; empty where that is not known.</summary>
    public IReadOnlyList<CoreTime> CoreTimes { get; init; } = [];

    /// <summary>What the autoscaler has seen, look by look, warm-up included; empty where there is none.</summary>
    public IReadOnlyList<ReplicaSample> Replicas { get; init; } = [];

    /// <summary>What Go's package runtime/metrics would say at the end of the run; empty where no Go runtime runs.</summary>
    public IReadOnlyList<RuntimeMetricValue> RuntimeMetrics { get; init; } = [];

    /// <summary>Some of its requests, step by step; empty in all replications but the first, and where no request is followed.</summary>
    public IReadOnlyList<RequestTrace> Traces { get; init; } = [];

    /// <summary>The value of one metric.</summary>
    public double? this[Metric metric] => Values[metric.Index];
}
