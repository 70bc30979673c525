using GmpSim.Results;

namespace GmpSim.Scenarios.Claims;

/// <summary>A metric of a claim, and what tells the point it is meant at.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="At">Coordinates by column name; a point is meant when it has them all.</param>
public sealed record MetricAt(Metric Metric, IReadOnlyList<KeyValuePair<string, string>> At)
{
    /// <summary>As a scenario file writes it, for example <c>throughput_rps[gomaxprocs=4]</c>.</summary>
    public override string ToString() => At.Count == 0 ? Metric.Name : $"{Metric.Name}[{string.Join(", ", At.Select(at => $"{at.Key}={at.Value}"))}]";
}
