using GmpSim.Results;
using GmpSim.Scenarios.Schema;

namespace GmpSim.Scenarios.Advice;

/// <summary>What a setting is searched for: the most or the least of a metric, and how little of it is enough.</summary>
/// <param name="Text">As it was asked for.</param>
/// <param name="Metric">The metric.</param>
/// <param name="IsMost">Whether more of it is better.</param>
/// <param name="Limit">What the metric must stay below, in its unit; <see langword="null"/> for no limit.</param>
public sealed record AdviceGoal(string Text, Metric Metric, bool IsMost, double? Limit)
{
    private static readonly (string Name, Metric Metric)[] s_latencies =
    [
        ("mean", Metrics.LatencyMeanUs), ("p50", Metrics.LatencyP50Us), ("p95", Metrics.LatencyP95Us), ("p99", Metrics.LatencyP99Us), ("p999", Metrics.LatencyP999Us),
    ];

    /// <summary>Reads a goal: <c>throughput</c>, <c>cpu</c>, or a latency and its limit, such as <c>p99&lt;5ms</c>.</summary>
    /// <returns>What is wrong with the text; <see langword="null"/> when nothing is.</returns>
    public static string? TryParse(string text, out AdviceGoal? goal)
    {
        ArgumentNullException.ThrowIfNull(text);
        goal = text switch
        {
            "throughput" => new(text, Metrics.ThroughputRps, IsMost: true, null),
            "cpu" => new(text, Metrics.CpuUsPerRequest, IsMost: false, null),
            _ => null,
        };
        if (goal is not null) return null;
        var parts = text.Split('<');
        var metric = Array.Find(s_latencies, latency => latency.Name == parts[0].Trim()).Metric;
        if (parts.Length != 2 || metric is null)
            return $"'{text}' is no goal; a goal is throughput, cpu, or a latency with its limit: {string.Join(", ", s_latencies.Select(latency => latency.Name))}, for example 'p99<5ms'";
        if (DurationText.TryParseAboveZero(parts[1].Trim(), out var limit) is { } problem) return problem;
        goal = new(text, metric, IsMost: false, limit.Microseconds);
        return null;
    }

    /// <summary>A value of the metric, turned so that more is better.</summary>
    internal double Worth(double value) => IsMost ? value : -value;
}
