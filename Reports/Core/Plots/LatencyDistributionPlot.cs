using GmpSim.Engine;
using GmpSim.Reports.Charts;
using GmpSim.Reports.Tables;

namespace GmpSim.Reports.Plots;

/// <summary>How many requests take longer than a given time, on logarithmic axes: the tail is the story, and there it can be read.</summary>
internal static class LatencyDistributionPlot
{
    private const int MostLines = 8;
    private const int PanelsPerPicture = 12;

    public static PlotSet For(ScenarioTables scenario)
    {
        var drawn = scenario with { Points = [.. scenario.Points.Where(p => p.Latency.Count > 0)] };
        if (drawn.Points.Count == 0) return new([], [$"{scenario.Name}: no latency plot: no request was completed in the measured window."]);

        var sweep = new Sweep(drawn);
        IEnumerable<SweepSeries> families = sweep.AxisName is null ? [new("", drawn.Points)] : sweep.Series;
        var panels = families.Select(f => Panel(sweep, f)).ToArray();
        var pages = panels.Chunk(PanelsPerPicture).ToArray();
        var shortened = families.Max(f => f.Points.Count) is var most && most > MostLines
            ? $"{MostLines} of {most} points are drawn in each panel, evenly spread; all of them are in latency.csv."
            : null;
        return new([.. pages.Select((page, i) => Picture(drawn, sweep, page, i, pages.Length, shortened))], []);
    }

    private static LineChart Picture(ScenarioTables scenario, Sweep sweep, LinePanel[] panels, int page, int pages, string? note)
    {
        var chart = new LineChart
        {
            Id = $"{scenario.Name}-latency{(page == 0 ? "" : $"-{page + 1}")}",
            Title = $"Latency distribution{(pages == 1 ? "" : $" ({page + 1} of {pages})")}",
            Subtitle = $"{PlotText.Sample(scenario)}, merged · share of requests that take longer",
            Description = "",
            X = new("latency", Quantity.Seconds) { Scale = AxisScale.Logarithmic },
            Panels = panels,
            Ordered = sweep.AxisName is not null,
            SharedY = true,
            Notes = note is null ? [] : [note],
        };
        return chart with { Description = PlotText.Describe(chart) };
    }

    private static LinePanel Panel(Sweep sweep, SweepSeries family)
    {
        var points = sweep.AxisName is null ? family.Points : [.. family.Points.OrderBy(sweep.X)];
        var lines = Spread(points).Select(p => new LineSeries(Name(p), Survival(p.Latency)));
        return new(family.Label, new("requests that take longer", Quantity.Share) { Scale = AxisScale.Logarithmic }, [.. lines]);

        string Name(PointTables point) => sweep.AxisName is null ? sweep.PointText(point) : sweep.AxisValueLabel(point);
    }

    /// <summary>At most <see cref="MostLines"/> points, the first and the last among them.</summary>
    private static IEnumerable<PointTables> Spread(IReadOnlyList<PointTables> points) => points.Count <= MostLines
        ? points
        : Enumerable.Range(0, MostLines).Select(i => points[i * (points.Count - 1) / (MostLines - 1)]);

    /// <summary>Exact at the bucket bounds; the last bound, which nothing exceeds, has no place on a logarithmic axis.</summary>
    private static LinePoint[] Survival(IReadOnlyList<HistogramBucket> buckets)
    {
        var total = buckets.Sum(b => b.Count);
        var left = total;
        var points = new List<LinePoint> { new(buckets[0].Low.Seconds, 1) };
        foreach (var bucket in buckets)
        {
            // A gap between filled buckets is a level stretch.
            points.Add(new(bucket.Low.Seconds, (double)left / total));
            left -= bucket.Count;
            points.Add(new(bucket.High.Seconds, left == 0 ? 1.0 / total : (double)left / total));
        }

        return [.. points.Where(p => p.X > 0)];
    }
}
