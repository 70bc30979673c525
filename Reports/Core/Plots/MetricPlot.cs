using GmpSim.Reports.Charts;
using GmpSim.Reports.Tables;

namespace GmpSim.Reports.Plots;

/// <summary>Plots metrics over the points of a sweep: lines where an axis is numeric, bars where it is not.</summary>
/// <param name="name">Name of the plot in file names and in <c>plots:</c>.</param>
/// <param name="title">What is shown.</param>
/// <param name="label">Label of the value axis.</param>
/// <param name="metrics">What to plot; all in one unit.</param>
internal sealed class MetricPlot(string name, string title, string label, IReadOnlyList<PlottedMetric> metrics)
{
    private const int MostLines = 7;
    private const int LinesPerPanel = 6;
    private const int PanelsPerPicture = 12;
    private const int GroupsPerPicture = 30;

    public PlotSet For(ScenarioTables scenario)
    {
        var shown = metrics.Where(m => scenario.Points.Any(p => m.At(p) is not null)).ToArray();
        if (shown.Length == 0) return None(scenario, $"the scenario yields no {string.Join(", ", metrics.Select(m => m.Metric.Name))}");
        if (scenario.Points.Count == 1) return None(scenario, "a single point has nothing to be compared with; its figures are in summary.csv");
        var sweep = new Sweep(scenario);
        return new(sweep.AxisName is null ? Bars(scenario, shown) : Lines(scenario, sweep, shown), []);
    }

    private PlotSet None(ScenarioTables scenario, string why) => new([], [$"{scenario.Name}: no {name} plot: {why}."]);

    private Chart[] Lines(ScenarioTables scenario, Sweep sweep, PlottedMetric[] shown)
    {
        var oneSeries = sweep.Series.Count == 1 && shown.Length > 1;
        LinePanel[] panels = oneSeries
            ? [new("", Y(shown, [sweep.Series[0]]), [.. shown.Select(m => Line(m.Name, m, sweep, sweep.Series[0]))])]
            : [.. shown.SelectMany(m => Panels(sweep, m, named: shown.Length > 1))];
        var pages = panels.Chunk(PanelsPerPicture).ToArray();
        return [.. pages.Select((page, i) => Described(new LineChart
        {
            Id = PictureId(scenario, i),
            Title = $"{title} by {sweep.AxisLabel()}{PageText(i, pages.Length)}",
            Subtitle = PlotText.SampleWithInterval(scenario, "bands"),
            Description = "",
            X = sweep.Axis(),
            Panels = page,
            SharedY = shown.Length == 1,
            Notes = [.. Missing(scenario, shown)],
        }))];
    }

    /// <summary>One panel a metric; more lines than can be told apart go into several.</summary>
    private IEnumerable<LinePanel> Panels(Sweep sweep, PlottedMetric metric, bool named)
    {
        var chunks = sweep.Series.Count <= MostLines ? [[.. sweep.Series]] : sweep.Series.Chunk(LinesPerPanel).ToArray();
        return chunks.Select((chunk, i) =>
        {
            var first = (i * LinesPerPanel) + 1;
            var part = chunks.Length > 1 ? $"lines {first} to {first + chunk.Length - 1} of {sweep.Series.Count}" : "";
            var panelTitle = string.Join(", ", ((string[])[named ? metric.Name : "", part]).Where(t => t.Length > 0));
            return new LinePanel(panelTitle, Y([metric], chunk), [.. chunk.Select(s => Line(s.Label, metric, sweep, s))]);
        });
    }

    private static LineSeries Line(string lineName, PlottedMetric metric, Sweep sweep, SweepSeries series)
    {
        var points = new List<LinePoint>();
        foreach (var point in series.Points)
        {
            if (metric.At(point) is { } value) points.Add(new(sweep.X(point), value.Mean, value.Low, value.High));
        }

        return new(lineName, [.. points.OrderBy(p => p.X)]);
    }

    /// <summary>From 0, so that heights compare as the values do; logarithmic where times lie too far apart to be seen that way.</summary>
    private Axis Y(PlottedMetric[] shown, IReadOnlyList<SweepSeries> series)
    {
        var values = series.SelectMany(s => s.Points).SelectMany(p => shown.Select(m => m.At(p)?.Mean)).OfType<double>().ToArray();
        var most = shown.Length > 1 ? 20 : shown[0].Quantity == Quantity.Seconds ? 50 : double.PositiveInfinity;
        var wide = values.Length > 0 && values.Min() > 0 && values.Max() / values.Min() > most;
        return new(label, shown[0].Quantity) { FromZero = !wide, Scale = wide ? AxisScale.Logarithmic : AxisScale.Linear };
    }

    private Chart[] Bars(ScenarioTables scenario, PlottedMetric[] shown)
    {
        var sweep = new Sweep(scenario);
        var pages = scenario.Points.Chunk(GroupsPerPicture).ToArray();
        return [.. pages.Select((page, i) => Described(new BarChart
        {
            Id = PictureId(scenario, i),
            Title = $"{title}{PageText(i, pages.Length)}",
            Subtitle = PlotText.SampleWithInterval(scenario, "whiskers"),
            Description = "",
            Value = new(label, shown[0].Quantity),
            Series = shown.Length == 1 ? [""] : [.. shown.Select(m => m.Name)],
            Groups = [.. page.Select(p => Group(sweep, shown, p))],
            Notes = [.. Missing(scenario, shown)],
        }))];
    }

    private static BarGroup Group(Sweep sweep, PlottedMetric[] shown, PointTables point) =>
        new(sweep.PointText(point), [.. shown.Index().Select(m => Bar(m.Index, m.Item, point)).OfType<Bar>()]);

    private static Bar? Bar(int index, PlottedMetric metric, PointTables point) =>
        metric.At(point) is { } value ? new(index, value.Mean, value.Low, value.High) : null;

    private static IEnumerable<string> Missing(ScenarioTables scenario, PlottedMetric[] shown)
    {
        var missing = scenario.Points.Where(p => shown.All(m => m.At(p) is null)).Select(new Sweep(scenario).PointText).ToArray();
        if (missing.Length == 0) yield break;
        var names = string.Join("; ", missing.Take(6)) + (missing.Length > 6 ? "; …" : "");
        yield return $"No value at {missing.Length} of {scenario.Points.Count} points: {names}.";
    }

    private string PictureId(ScenarioTables scenario, int page) => $"{scenario.Name}-{name}{(page == 0 ? "" : $"-{page + 1}")}";

    private static string PageText(int page, int pages) => pages == 1 ? "" : $" ({page + 1} of {pages})";

    private static LineChart Described(LineChart chart) => chart with { Description = PlotText.Describe(chart) };

    private static BarChart Described(BarChart chart) => chart with { Description = PlotText.Describe(chart) };
}
