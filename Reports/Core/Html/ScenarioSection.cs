using GmpSim.Reports.Charts;
using GmpSim.Reports.Charts.Svg;
using GmpSim.Reports.Plots;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Reports.Html;

/// <summary>One scenario: what it asks, its plots, and its main figures.</summary>
internal static class ScenarioSection
{
    private static readonly PlottedMetric[] s_main =
    [
        new(Metrics.ThroughputRps, "throughput"), new(Metrics.LatencyP50Us, "latency p50"),
        new(Metrics.LatencyP99Us, "latency p99"), new(Metrics.SkewMeanUs, "skew mean"), new(Metrics.SkewP99Us, "skew p99"),
        new(Metrics.SkewEntropy, "skew entropy"), new(Metrics.CpuUtilisation, "CPU busy"), new(Metrics.Errors, "errors"),
    ];

    private static string Anchor(string scenario) => $"scenario-{scenario}";

    /// <summary>A link to the section of a scenario, as markup.</summary>
    public static string Link(string scenario) => $"<a href=\"#{HtmlBuilder.Escape(Anchor(scenario))}\">{HtmlBuilder.Escape(scenario)}</a>";

    public static void Write(HtmlBuilder page, ScenarioTables scenario, ScenarioText? text, PlotSet plots, IChartRenderer renderer)
    {
        page.Raw($"<section id=\"{HtmlBuilder.Escape(Anchor(scenario.Name))}\">").Element("h2", scenario.Name);
        if (text is { About.Length: > 0 }) page.Element("p", text.About);
        if (text is { Source.Length: > 0 }) page.Element("p", $"Source: {text.Source}", "source");
        foreach (var assumption in text?.Assumptions ?? []) page.Element("p", $"Assumed ({assumption.Topic}): {assumption.Text}", "source");
        Figures(page, scenario);
        foreach (var chart in plots.Charts) page.Raw("<figure>").Raw(renderer.Render(chart).TrimEnd('\n')).Raw("</figure>");
        foreach (var remark in plots.Remarks) page.Element("p", remark, "remark");
        page.Raw("</section>");
    }

    private static void Figures(HtmlBuilder page, ScenarioTables scenario)
    {
        var metrics = s_main.Where(m => scenario.Points.Any(p => m.At(p) is not null)).ToArray();
        if (metrics.Length == 0)
        {
            page.Element("p", "No run has finished.", "remark");
            return;
        }

        var coordinates = scenario.Points.SelectMany(p => p.Coordinates).Select(c => c.Name).Distinct(StringComparer.Ordinal).ToArray();
        string[] heads = coordinates.Length == 0 ? ["point"] : coordinates;
        page.TableStart("Means over the replications, ± half the 95 % interval", [.. heads, .. metrics.Select(m => m.Name)]);
        foreach (var point in scenario.Points)
        {
            string[] place = coordinates.Length == 0 ? ["the one point"] : [.. coordinates.Select(c => Value(point, c))];
            page.Row([.. place, .. metrics.Select(m => Cell(m, point))]);
        }

        page.TableEnd();
    }

    private static string Value(PointTables point, string coordinate) =>
        point.Coordinates.FirstOrDefault(c => c.Name == coordinate)?.Value ?? "–";

    private static string Cell(PlottedMetric metric, PointTables point)
    {
        if (metric.At(point) is not { } value) return "–";
        if (value is not { Low: { } low, High: { } high }) return UnitScale.Text(metric.Quantity, value.Mean);

        // The larger half: the lower one may have been cut at 0.
        return UnitScale.Text(metric.Quantity, value.Mean, Math.Max(high - value.Mean, value.Mean - low));
    }
}
