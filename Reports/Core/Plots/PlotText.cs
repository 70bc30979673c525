using GmpSim.Reports.Charts;
using GmpSim.Reports.Charts.Svg;
using GmpSim.Reports.Tables;

namespace GmpSim.Reports.Plots;

/// <summary>The sentences around a plot.</summary>
internal static class PlotText
{
    /// <summary>Scenario and number of replications.</summary>
    public static string Sample(ScenarioTables scenario) => $"{scenario.Name} · {Replications(scenario)}";

    /// <summary>Scenario, number of replications, and what the intervals are.</summary>
    public static string SampleWithInterval(ScenarioTables scenario, string mark)
    {
        var most = Counts(scenario).DefaultIfEmpty(0).Max();
        var interval = most < 2 ? "no interval from a single one" : $"{mark}: 95 % interval of the mean (Student t)";
        return $"{Sample(scenario)} · {interval}";
    }

    public static string Describe(LineChart chart)
    {
        var lines = chart.Panels.SelectMany(p => p.Series.Select(s => (Panel: p, Series: s))).Where(l => l.Series.Points.Count > 0).ToArray();
        var described = lines.Take(12).Select(l => Describe(l.Panel, l.Series));
        var rest = lines.Length > 12 ? $" And {lines.Length - 12} more lines." : "";
        return $"Line chart, {lines.Length} {(lines.Length == 1 ? "line" : "lines")} over {chart.X.Label}. {string.Join(' ', described)}{rest}";
    }

    public static string Describe(BarChart chart)
    {
        var described = chart.Groups.Take(12).Select(g => $"{Named(g.Label, "")}{string.Join(", ", g.Bars.Select(b => Describe(chart, b)))}.");
        var rest = chart.Groups.Count > 12 ? $" And {chart.Groups.Count - 12} more." : "";
        return $"Bar chart of {chart.Value.Label}. {string.Join(' ', described)}{rest}";
    }

    public static string Describe(HeatMapChart chart)
    {
        var described = chart.Panels.Select(p => $"{Named(p.Title, "")}{p.Subtitle}.");
        return $"Heat map, rows are {chart.RowLabel}s, columns {chart.X.Label}. {string.Join(' ', described)}";
    }

    private static string Describe(LinePanel panel, LineSeries series) =>
        $"{Named(panel.Title, series.Name)}from {Value(panel, series.Points[0])} to {Value(panel, series.Points[^1])}.";

    private static string Describe(BarChart chart, Bar bar) =>
        $"{chart.Series[bar.Series]} {UnitScale.Text(chart.Value.Quantity, bar.Value)}".TrimStart();

    private static string Named(string panel, string series)
    {
        var name = string.Join(", ", ((string[])[panel, series]).Where(n => n.Length > 0));
        return name.Length == 0 ? "" : $"{name}: ";
    }

    private static string Value(LinePanel panel, LinePoint point) => UnitScale.Text(panel.Y.Quantity, point.Y);

    private static string Replications(ScenarioTables scenario)
    {
        var counts = Counts(scenario).Distinct().Order().ToArray();
        return counts switch
        {
            [] => "no runs",
            [1] => "1 replication",
            [var n] => $"{n} replications",
            _ => $"{counts[0]} to {counts[^1]} replications",
        };
    }

    /// <summary>Replications a point, from whichever table knows them.</summary>
    private static IEnumerable<int> Counts(ScenarioTables scenario) =>
        scenario.Points.Select(p => p.Summary.Select(s => s.Estimate.Count).Append(p.Runs.Count).Max()).Where(n => n > 0);
}
