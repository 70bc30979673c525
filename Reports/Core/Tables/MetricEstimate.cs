namespace GmpSim.Reports.Tables;

/// <summary>One row of <c>summary.csv</c> without its place.</summary>
/// <param name="Metric">Name of the metric, for example <c>latency_p99_us</c>.</param>
/// <param name="Unit">Its unit as in the table; empty for plain numbers.</param>
/// <param name="Estimate">Its estimate over the replications.</param>
public sealed record MetricEstimate(string Metric, string Unit, Estimate Estimate);
