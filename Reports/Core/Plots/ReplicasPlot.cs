using GmpSim.Reports.Charts;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Reports.Plots;

/// <summary>A service and its autoscaler over time: what arrives, how long it takes, and how many replicas there are. One picture a point.</summary>
internal static class ReplicasPlot
{
    private const int MostPoints = 8;

    public static PlotSet For(ScenarioTables scenario)
    {
        var points = scenario.Points.Where(point => point.Replicas.Count > 0).ToArray();
        if (points.Length == 0) return new([], [$"{scenario.Name}: no replicas plot: {TableFiles.Replicas} has no row of it."]);
        if (points.Length > MostPoints)
            return new([], [$"{scenario.Name}: no replicas plot: {points.Length} points would be too many pictures; every look of the autoscalers is in {TableFiles.Replicas}."]);

        var sweep = new Sweep(scenario);
        return new([.. points.Select((point, index) => Picture(
            scenario,
            point,
            points.Length == 1 ? "replicas" : $"replicas-{index + 1}",
            points.Length == 1 ? "Replicas over time" : $"Replicas over time at {sweep.PointText(point)}"))], []);
    }

    private static LineChart Picture(ScenarioTables scenario, PointTables point, string name, string title)
    {
        var looks = point.Replicas.Select(row => row.Sample).GroupBy(sample => sample.At).OrderBy(look => look.Key).ToArray();
        LineSeries Line(string label, Func<ReplicaSample, double?> value) => new(label,
        [
            .. looks.Select(look => (look.Key, Mean: look.Select(value).OfType<double>().DefaultIfEmpty(double.NaN).Average()))
                .Where(look => double.IsFinite(look.Mean)).Select(look => new LinePoint(look.Key.Seconds, look.Mean)),
        ]);

        var chart = new LineChart
        {
            Id = $"{scenario.Name}-{name}",
            Title = title,
            Subtitle = $"{PlotText.Sample(scenario)} · means over the replications",
            Description = "",
            X = new("time", Quantity.Seconds),
            Panels =
            [
                new("Requests", new("requests", Quantity.PerSecond) { FromZero = true }, [Line("arriving", s => s.Arrivals / s.Length.Seconds), Line("answered", s => s.Requests / s.Length.Seconds), Line("failed", s => s.Errors / s.Length.Seconds)]),
                new("Latency", new("mean latency", Quantity.Seconds) { FromZero = true }, [Line("latency", s => s.MeanLatency?.Seconds), Line("of it, waiting for pools", s => s.MeanPoolWait?.Seconds)]),
                new("Replicas", new("replicas", Quantity.Number) { FromZero = true }, [Line("asked for", s => s.Wanted), Line("ready", s => s.Ready)]),
                new("CPU", new("utilisation of ready replicas", Quantity.Share) { FromZero = true }, [Line("CPU", s => s.CpuPercent / 100.0)]),
            ],
        };
        return chart with { Description = PlotText.Describe(chart) };
    }
}
