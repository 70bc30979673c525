namespace GmpSim.Reports.Charts.Svg;

/// <summary>Draws a <see cref="LineChart"/>: panels in a grid, one legend for all of them or one for each.</summary>
internal sealed class LineChartDrawing(SvgCanvas canvas, LineChart chart)
{
    private const double ColumnGap = 20;
    private const double RowGap = 14;

    /// <summary>Beyond this many points on a line its markers would touch; dashes tell the lines apart instead.</summary>
    private const int MostMarkers = 24;

    private readonly bool _marked = chart.Panels.SelectMany(p => p.Series).All(s => s.Points.Count <= MostMarkers);

    public double Draw(double top)
    {
        var columns = chart.Panels.Count == 1 ? 1 : 2;
        var width = (Layout.Inner - (ColumnGap * (columns - 1))) / columns;
        var shared = HasSharedLegend();
        if (shared) top = SharedLegend(top);

        var x = PlotAxis.For(chart.X, Points().Select(p => p.X), target: columns == 1 ? 8 : 5);
        var ys = chart.Panels.Select(p => PlotAxis.For(p.Y, (chart.SharedY ? chart.Panels : [p]).SelectMany(Heights), target: 5)).ToArray();
        var labelWidth = ys.SelectMany(y => y.Ticks).Max(t => TextStyle.Tick.Width(t.Label));

        foreach (var row in chart.Panels.Index().Chunk(columns))
        {
            var legends = shared ? 0 : row.Max(p => Layout.LegendHeight(Names(p.Item), width));
            var bottom = top;
            foreach (var (column, (index, panel)) in row.Index())
            {
                var left = Layout.Margin + (column * (width + ColumnGap));
                var y = PanelHead(panel, ys[index], left, top, width, legends);
                var plot = new Box(left + labelWidth + 8, y, width - labelWidth - 8, columns == 1 ? 270 : 160);
                PlotFrame.Draw(canvas, plot, x, ys[index]);
                DrawSeries(panel, plot, x, ys[index]);
                bottom = plot.Bottom + PlotFrame.BelowHeight;
            }

            top = bottom + RowGap;
        }

        return top - RowGap;
    }

    private double PanelHead(LinePanel panel, PlotAxis y, double left, double top, double width, double legends)
    {
        if (chart.Panels.Any(p => p.Title.Length > 0))
        {
            canvas.Text(left, top + TextStyle.PanelTitle.Size, TextStyle.PanelTitle.Fit(panel.Title, width), TextStyle.PanelTitle);
            top += TextStyle.PanelTitle.LineHeight + 2;
        }

        if (legends > 0) Layout.Legend(canvas, Names(panel), (i, sx, sy) => Sample(Style(panel, i), sx, sy), left, top, width);
        top += legends;
        canvas.Text(left, top + TextStyle.Label.Size, TextStyle.Label.Fit(y.Title, width), TextStyle.Label);
        return top + TextStyle.Label.LineHeight + 8;
    }

    private void DrawSeries(LinePanel panel, Box plot, PlotAxis x, PlotAxis y)
    {
        var placed = panel.Series.Select(s => s.Points.Where(p => x.Shows(p.X) && y.Shows(p.Y)).ToArray()).ToArray();
        double X(LinePoint point) => x.At(point.X, plot.Left, plot.Right);
        double Y(double value) => y.At(value, plot.Bottom, plot.Top);

        // All bands first: no band may veil another series' line.
        foreach (var (index, points) in placed.Index()) DrawBand(points, Style(panel, index), X, Y, y);
        foreach (var (index, points) in placed.Index())
        {
            var style = Style(panel, index) with { Overlaid = _marked && placed.Take(index).Any(earlier => Coincide(earlier, points, X, Y)) };
            var corners = Thinned([.. points.Select(p => (X(p), Y(p.Y)))]);
            if (corners.Count > 1) style.DrawLine(canvas, SvgCanvas.Polyline(corners));
            if (!_marked && corners.Count != 1) continue;
            foreach (var (cx, cy) in corners) style.DrawMarker(canvas, cx, cy);
        }
    }

    private void DrawBand(LinePoint[] points, SeriesStyle style, Func<LinePoint, double> x, Func<double, double> y, PlotAxis axis)
    {
        var banded = points.Where(p => p.Low is { } low && p.High is { } high && axis.Shows(low) && axis.Shows(high)).ToArray();
        if (banded.Length == 0) return;
        var around = banded.Select(p => (x(p), y(p.High!.Value))).Concat(banded.Reverse().Select(p => (x(p), y(p.Low!.Value))));
        if (banded.Length > 1) canvas.Path(SvgCanvas.Polyline(around) + "z", $"fill=\"{style.Colour}\" fill-opacity=\"0.2\"");
        if (!_marked) return;

        // Whiskers: where a band is thinner than its line, they still show that the interval was computed.
        foreach (var point in banded)
        {
            var (at, high, low) = (x(point), y(point.High!.Value), y(point.Low!.Value));
            canvas.Path(SvgCanvas.Polyline([(at, high), (at, low)]), $"stroke=\"{style.Colour}\" stroke-width=\"1.5\" fill=\"none\"");
        }
    }

    /// <summary>Whether one line would hide another: every point lies on one of the other's, give or take the size of a marker.</summary>
    private static bool Coincide(LinePoint[] earlier, LinePoint[] later, Func<LinePoint, double> x, Func<double, double> y) =>
        later.Length > 0 && later.All(p => earlier.Any(e => Math.Abs(x(e) - x(p)) + Math.Abs(y(e.Y) - y(p.Y)) < 4));

    /// <summary>Leaves out points that lie within a third of a pixel of the one before: a distribution has hundreds.</summary>
    private static List<(double X, double Y)> Thinned(IReadOnlyList<(double X, double Y)> points)
    {
        var kept = new List<(double X, double Y)>();
        foreach (var point in points)
        {
            if (kept.Count == 0 || Math.Abs(point.X - kept[^1].X) + Math.Abs(point.Y - kept[^1].Y) >= 1.0 / 3) kept.Add(point);
        }

        return kept;
    }

    private double SharedLegend(double top)
    {
        var panel = chart.Panels[0];
        var names = Names(panel);
        if (names is [""]) return top;
        Layout.Legend(canvas, names, (i, x, y) => Sample(Style(panel, i), x, y), Layout.Margin, top, Layout.Inner);
        return top + Layout.LegendHeight(names, Layout.Inner) + 4;
    }

    private void Sample(SeriesStyle style, double x, double y)
    {
        style.DrawLine(canvas, SvgCanvas.Polyline([(x, y), (x + 26, y)]));
        if (_marked) style.DrawMarker(canvas, x + 13, y);
    }

    private SeriesStyle Style(LinePanel panel, int index) =>
        chart.Ordered ? SeriesStyle.Ordered(index, panel.Series.Count, !_marked) : SeriesStyle.Distinct(index, !_marked);

    private bool HasSharedLegend() => chart.Panels.All(p => Names(p).SequenceEqual(Names(chart.Panels[0]), StringComparer.Ordinal));

    private static string[] Names(LinePanel panel) => [.. panel.Series.Select(s => s.Name)];

    private IEnumerable<LinePoint> Points() => chart.Panels.SelectMany(p => p.Series).SelectMany(s => s.Points);

    private static IEnumerable<double> Heights(LinePanel panel) =>
        panel.Series.SelectMany(s => s.Points).SelectMany(p => (double[])[p.Y, p.Low ?? p.Y, p.High ?? p.Y]);
}
