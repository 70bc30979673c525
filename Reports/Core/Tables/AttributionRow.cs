namespace GmpSim.Reports.Tables;

/// <summary>One row of <c>attribution.csv</c> without its place: what one component adds to the mean latency.</summary>
/// <param name="Component">Name of the part of a request's time.</param>
/// <param name="MeanPicoseconds">Its mean time a request in whole picoseconds; the rows of a point sum to the mean latency rounded to the picosecond.</param>
/// <param name="Share">Its share of the mean latency in steps of 10⁻⁶; the rows of a point sum to exactly 1.</param>
public sealed record AttributionRow(string Component, long MeanPicoseconds, decimal Share);
