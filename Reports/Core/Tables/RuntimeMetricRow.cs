using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>One row of <c>runtime-metrics.csv</c> without its place: a value, or one bucket of a histogram.</summary>
/// <param name="Metric">Go's name.</param>
/// <param name="Value">The value, a mean over the replications; <see langword="null"/> for a bucket.</param>
/// <param name="Bucket">A bucket, the replications added up; <see langword="null"/> for a value.</param>
public sealed record RuntimeMetricRow(string Metric, double? Value, RuntimeMetricBucket? Bucket);
