namespace GmpSim.Results;

/// <summary>One metric as Go's package runtime/metrics names it, at the end of a run.</summary>
/// <param name="Name">Go's name, unit included, for example <c>/sched/latencies:seconds</c>.</param>
/// <param name="Value">Its value; <see langword="null"/> for a histogram.</param>
/// <param name="Buckets">The filled buckets of a histogram in order; empty for a value.</param>
public sealed record RuntimeMetricValue(string Name, double? Value, IReadOnlyList<RuntimeMetricBucket> Buckets);
