namespace GmpSim.Reports.Charts.Svg;

/// <summary>Draws charts as SVG without any dependency: the same chart gives the same bytes on every machine.</summary>
public sealed class SvgChartRenderer : IChartRenderer
{
    /// <inheritdoc/>
    public string Render(Chart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        var canvas = new SvgCanvas();
        var top = Layout.Header(canvas, chart);
        var bottom = chart switch
        {
            LineChart lines => new LineChartDrawing(canvas, lines).Draw(top),
            BarChart bars => new BarChartDrawing(canvas, bars).Draw(top),
            HeatMapChart map => new HeatMapDrawing(canvas, map).Draw(top),
            AgreementChart agreement => new AgreementDrawing(canvas, agreement).Draw(top),
            _ => throw new ArgumentException($"No drawing for a {chart.GetType().Name}.", nameof(chart)),
        };
        return canvas.Document(chart, Layout.Width, Layout.Footer(canvas, chart, bottom));
    }
}
