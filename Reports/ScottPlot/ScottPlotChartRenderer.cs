using System.Globalization;
using GmpSim.Reports.Charts;
using ScottPlot;

namespace GmpSim.Reports.ScottPlot;

/// <summary>Draws simple line charts with ScottPlot 5 and leaves everything else to another renderer.</summary>
/// <remarks>The bytes of its pictures depend on the version of ScottPlot and on the fonts of the machine.</remarks>
/// <param name="others">Draws small multiples, logarithmic heights, bars and heat maps.</param>
public sealed class ScottPlotChartRenderer(IChartRenderer others) : IChartRenderer
{
    private const int Width = 640;
    private const int Height = 420;

    /// <inheritdoc/>
    public string Render(Chart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        return chart is LineChart { Panels: [{ Y.Scale: AxisScale.Linear } panel] } lines ? Drawn(lines, panel) : others.Render(chart);
    }

    private static string Drawn(LineChart chart, LinePanel panel)
    {
        var plot = new Plot();
        plot.Title(chart.Title);
        plot.XLabel($"{chart.X.Label}{UnitOf(chart.X)}");
        plot.YLabel($"{panel.Y.Label}{UnitOf(panel.Y)}");
        foreach (var series in panel.Series) AddSeries(plot, chart.X, series);
        if (panel.Y.FromZero) plot.Axes.SetLimits(bottom: 0);
        if (chart.X.Ticks.Count > 0)
        {
            plot.Axes.Bottom.SetTicks(
                [.. chart.X.Ticks.Select(t => Position(chart.X, t))],
                [.. chart.X.Ticks.Select(t => t.ToString("G4", CultureInfo.InvariantCulture))]);
        }

        plot.ShowLegend(Edge.Bottom);

        // ScottPlot writes an XML declaration, which has no place inside a page.
        var svg = plot.GetSvgXml(Width, Height);
        return svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];
    }

    private static void AddSeries(Plot plot, Axis x, LineSeries series)
    {
        double[] xs = [.. series.Points.Select(p => Position(x, p.X))];
        var line = plot.Add.Scatter(xs, [.. series.Points.Select(p => p.Y)]);
        line.LegendText = series.Name;
        var band = plot.Add.FillY(xs, [.. series.Points.Select(p => p.Low ?? p.Y)], [.. series.Points.Select(p => p.High ?? p.Y)]);
        band.FillColor = line.Color.WithAlpha(0.2);
        band.LineWidth = 0;
        band.MarkerSize = 0;
    }

    private static double Position(Axis axis, double value) => axis.Scale == AxisScale.Logarithmic ? Math.Log10(value) : value;

    private static string UnitOf(Axis axis) => axis.Quantity switch
    {
        Quantity.Seconds => " (s)",
        Quantity.PerSecond => " (1/s)",
        Quantity.Share => " (1)",
        _ => "",
    };
}
