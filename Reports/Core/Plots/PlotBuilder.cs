using GmpSim.Reports.Charts;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Reports.Plots;

/// <summary>Makes the plots of a scenario from its tables.</summary>
public static class PlotBuilder
{
    private const int LongestHeading = 60; // characters that fit over a picture beside the name of the axis

    private static readonly MetricPlot s_throughput = new("throughput", "Throughput", "throughput", [new(Metrics.ThroughputRps, "throughput")]);

    private static readonly MetricPlot s_percentiles = new("latency-percentiles", "Latency percentiles", "latency",
    [
        new(Metrics.LatencyP50Us, "p50"), new(Metrics.LatencyP95Us, "p95"), new(Metrics.LatencyP99Us, "p99"), new(Metrics.LatencyP999Us, "p99.9"),
    ]);

    private static readonly MetricPlot s_skew = new("skew", "Wake-up skew", "skew", [new(Metrics.SkewMeanUs, "mean"), new(Metrics.SkewP99Us, "p99")]);

    private static readonly MetricPlot s_wakeups = new("wakeups", "Wake-ups out of epoll_wait", "wake-ups an event", [new(Metrics.UsefulWakeupsPerEvent, "useful"), new(Metrics.SpuriousWakeupsPerEvent, "spurious")]);

    private static readonly MetricPlot s_switches = new("switches", "Switches", "switches", [new(Metrics.VoluntarySwitchesPerS, "voluntary"), new(Metrics.InvoluntarySwitchesPerS, "involuntary")]);

    /// <summary>
    /// Names that <c>plots:</c> of a scenario may list beside those of metrics, in the order of a report; <c>latency</c> stands for the percentiles and the distribution.
    /// </summary>
    public static IReadOnlyList<string> Names { get; } = ["throughput", "latency", "skew", "skew-heatmap", "attribution", "cpu", "cores", "wakeups", "switches", "replicas"];

    /// <summary>The plots of a scenario.</summary>
    /// <param name="scenario">Its tables.</param>
    /// <param name="asked">Names from <see cref="Names"/>, or of metrics, which are drawn over the sweep; empty for all of <see cref="Names"/>.</param>
    /// <returns>The plots that can be made, and a sentence for each that was asked for and cannot.</returns>
    public static PlotSet For(ScenarioTables scenario, IReadOnlyList<string> asked)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        ArgumentNullException.ThrowIfNull(asked);
        if (scenario.Points.All(p => p.Summary.Count == 0 && p.Latency.Count == 0 && p.Skew.Count == 0 && p.Attribution.Count == 0 && p.Cores.Count == 0 && p.Replicas.Count == 0))
            return new([], [$"{scenario.Name}: no plots: {WhyNothing(scenario)}."]);

        var named = Names.Where(n => asked.Count == 0 || asked.Contains(n, StringComparer.Ordinal)).SelectMany(n => Plots(n, scenario));
        var metrics = asked.Select(Metrics.Find).OfType<Metric>().Select(metric => OfMetric(metric).For(scenario));
        PlotSet[] sets = [.. named, .. metrics];
        var unknown = asked.Where(n => !Names.Contains(n, StringComparer.Ordinal) && Metrics.Find(n) is null)
            .Select(n => $"{scenario.Name}: no {n} plot: there is no plot of that name; there are {string.Join(", ", Names)}, and one of every metric.");
        return new([.. sets.SelectMany(s => s.Charts)], [.. asked.Count == 0 ? [] : sets.SelectMany(s => s.Remarks), .. unknown]);
    }

    // Points without a single run come from a batch; tables that were read back have a row for all they name.
    private static string WhyNothing(ScenarioTables scenario) => scenario.Points.Count > 0 && scenario.Points.All(p => p.Runs.Count == 0)
        ? "no run has finished"
        : $"they are drawn from {TableFiles.Summary}, {TableFiles.Latency}, {TableFiles.Skew}, {TableFiles.Attribution} and {TableFiles.Cores}, and none of these has a row of it";

    private static MetricPlot OfMetric(Metric metric) => new(metric.Name, Heading(metric), metric.Name, [new(metric, metric.Name)]);

    /// <summary>What the metric means, as far as that fits over a picture; else its name.</summary>
    private static string Heading(Metric metric)
    {
        var clause = metric.About[..metric.About.IndexOfAny(['.', ',', ':', ';'])];
        return clause.Length <= LongestHeading ? clause : metric.Name;
    }

    private static IEnumerable<PlotSet> Plots(string name, ScenarioTables scenario) => name switch
    {
        "throughput" => [s_throughput.For(scenario)],
        "latency" => [s_percentiles.For(scenario), LatencyDistributionPlot.For(scenario)],
        "skew" => [s_skew.For(scenario)],
        "skew-heatmap" => [SkewHeatMapPlot.For(scenario)],
        "attribution" => [AttributionPlot.For(scenario)],
        "cpu" => [CpuPlot.ByPoint(scenario)],
        "cores" => [CpuPlot.ByCore(scenario)],
        "wakeups" => [s_wakeups.For(scenario)],
        "switches" => [s_switches.For(scenario)],
        "replicas" => [ReplicasPlot.For(scenario)],
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such plot."),
    };
}
