using System.Globalization;
using GmpSim.Engine;
using GmpSim.Reports.Charts;
using GmpSim.Reports.Charts.Svg;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Reports.Plots;

/// <summary>Wake-up skew of every P, or of every thread of a server without the Go runtime: rows are Ps, columns skew on a logarithmic scale, colour the share of that P's wake-ups.</summary>
internal static class SkewHeatMapPlot
{
    private const int PanelsPerPicture = 12;

    /// <summary>Ten columns a decade at the preferred numbers of ISO 3 (R10): equal steps on a logarithmic axis, with round bounds.</summary>
    private static readonly double[] s_preferred = [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8];

    public static PlotSet For(ScenarioTables scenario)
    {
        var points = scenario.Points.Where(p => p.Skew.Any(s => s.Buckets.Count > 0)).ToArray();
        if (points.Length == 0) return None(scenario, "no wake-up through a netpoller was measured");
        if (Bounds(points) is not { } bounds) return None(scenario, "every measured skew is 0");

        var sweep = new Sweep(scenario with { Points = points });
        var pages = InReadingOrder(sweep).Select(p => Panel(sweep, p, bounds)).Chunk(PanelsPerPicture).ToArray();
        return new([.. pages.Select((page, i) => Picture(scenario, page, bounds, i, pages.Length))], []);
    }

    private static PlotSet None(ScenarioTables scenario, string why) => new([], [$"{scenario.Name}: no skew-heatmap plot: {why}."]);

    private static HeatMapChart Picture(ScenarioTables scenario, HeatMapPanel[] panels, double[] bounds, int page, int pages)
    {
        var (row, taker) = IsOfThreads(scenario) ? ("thread", "being taken by a thread") : ("P", "its goroutine running");
        var chart = new HeatMapChart
        {
            Id = $"{scenario.Name}-skew-heatmap{(page == 0 ? "" : $"-{page + 1}")}",
            Title = $"Wake-up skew of every {row}{(pages == 1 ? "" : $" ({page + 1} of {pages})")}",
            Subtitle = $"{PlotText.Sample(scenario)}, merged · skew: from an fd being ready in the kernel to {taker}",
            Description = "",
            X = new("skew", Quantity.Seconds) { Scale = AxisScale.Logarithmic },
            ColumnBounds = bounds,
            RowLabel = row,
            ColourLabel = $"Colour: share of the {row}'s wake-ups in each column",
            WeightLabel = $"the {row}'s share of all wake-ups",
            Panels = panels,
            Notes = [$"Entropy: how evenly wake-ups spread over {row}s and powers of two of skew; 0 = all in one cell, 1 = all cells alike."],
        };
        return chart with { Description = PlotText.Describe(chart) };
    }

    /// <summary>Only servers without the Go runtime have shares of threads.</summary>
    private static bool IsOfThreads(ScenarioTables scenario) => scenario.Points.Any(point => point[Metrics.ThreadShareMax] is not null);

    /// <summary>With two series, one stands left and the other right, so that each row compares them at one P count.</summary>
    private static IEnumerable<PointTables> InReadingOrder(Sweep sweep) => sweep is { AxisName: not null, Series.Count: 2 }
        ? sweep.Points.OrderBy(sweep.X).ThenBy(p => sweep.Series[0].Points.Contains(p) ? 0 : 1)
        : sweep.Points;

    private static HeatMapPanel Panel(Sweep sweep, PointTables point, double[] bounds)
    {
        var all = point.Skew.Sum(s => Count(s.Buckets));
        return new(sweep.PointText(point), Figures(point), [.. point.Skew.Select(s => Row(s, bounds, all, point[Metrics.ThreadShareMax] is null ? "P" : ""))]);
    }

    private static HeatMapRow Row(ProcessorSkew skew, double[] bounds, long all, string prefix)
    {
        var columns = new double[bounds.Length - 1];
        var count = Count(skew.Buckets);
        foreach (var bucket in skew.Buckets) columns[Column(bucket, bounds)] += (double)bucket.Count / count;
        return new($"{prefix}{skew.Processor}", (double)count / all, columns, Median(skew.Buckets, count));
    }

    private static string Figures(PointTables point)
    {
        var mean = new PlottedMetric(Metrics.SkewMeanUs, "mean");
        var p99 = new PlottedMetric(Metrics.SkewP99Us, "p99");
        var figures = ((PlottedMetric[])[mean, p99]).Where(m => m.At(point) is not null)
            .Select(m => $"{m.Name} {UnitScale.Text(Quantity.Seconds, m.At(point)!.Value.Mean)}");
        return string.Join(" · ", figures.Append(Entropy(point)));
    }

    private static string Entropy(PointTables point)
    {
        if (point[Metrics.SkewEntropy] is not { } entropy) return "entropy not given";
        var half = ((entropy.High ?? entropy.Mean) - (entropy.Low ?? entropy.Mean)) / 2;
        return $"entropy {Decimals(entropy.Mean)}{(half < 0.005 ? "" : $" ± {Decimals(half)}")}";
    }

    private static string Decimals(double value) => value.ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>Column bounds in seconds that enclose every bucket; <see langword="null"/> when there is nothing above 0.</summary>
    private static double[]? Bounds(PointTables[] points)
    {
        var buckets = points.SelectMany(p => p.Skew).SelectMany(s => s.Buckets).Where(b => b.Low > SimDuration.Zero).ToArray();
        if (buckets.Length == 0) return null;
        var (min, max) = (buckets.Min(b => b.Low.Seconds), buckets.Max(b => b.High.Seconds));
        var bounds = new List<double>();
        for (var decade = (int)Math.Floor(Math.Log10(min)) - 1; bounds.Count < 2 || bounds[^1] < max * (1 - 1e-9); decade++)
        {
            foreach (var bound in s_preferred.Select(d => d * Ticks.PowerOfTen(decade)))
            {
                if (bound <= min * (1 + 1e-9)) bounds.Clear();
                bounds.Add(bound);
                if (bounds.Count > 1 && bound >= max * (1 - 1e-9)) break;
            }
        }

        return [.. bounds];
    }

    /// <summary>The column of a bucket's middle: a bucket is at most 1.6 % wide, a column 25 %.</summary>
    private static int Column(HistogramBucket bucket, double[] bounds)
    {
        var index = Array.BinarySearch(bounds, (bucket.Low.Seconds + bucket.High.Seconds) / 2);
        return Math.Clamp(index >= 0 ? index : ~index - 1, 0, bounds.Length - 2);
    }

    private static double? Median(IReadOnlyList<HistogramBucket> buckets, long count)
    {
        var seen = 0L;
        foreach (var bucket in buckets)
        {
            seen += bucket.Count;
            if (seen * 2 >= count) return (bucket.Low.Seconds + bucket.High.Seconds) / 2;
        }

        return null;
    }

    private static long Count(IReadOnlyList<HistogramBucket> buckets) => buckets.Sum(b => b.Count);
}
