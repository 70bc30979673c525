namespace GmpSim.Reports.Charts.Svg;

/// <summary>Grid lines, tick labels and axis titles around a plot area.</summary>
internal static class PlotFrame
{
    /// <summary>Height of tick labels and axis title below a plot area.</summary>
    public const double BelowHeight = 42;

    public static void Draw(SvgCanvas canvas, Box plot, PlotAxis x, PlotAxis y)
    {
        foreach (var tick in y.Ticks)
        {
            var at = y.At(tick.Value, plot.Bottom, plot.Top);
            canvas.Segment(plot.Left, at, plot.Right, at, tick.Label.Length > 0 ? Palette.Grid : "#f2f2f2");
        }

        // Labels of a vertical axis are read one by one: thin them by height, not by width.
        var next = double.PositiveInfinity;
        foreach (var tick in y.Ticks.Where(t => t.Label.Length > 0))
        {
            var at = y.At(tick.Value, plot.Bottom, plot.Top);
            if (at > next) continue;
            canvas.Text(plot.Left - 6, at + 4, tick.Label, TextStyle.Tick, TextAnchor.End);
            next = at - TextStyle.Tick.LineHeight;
        }

        Below(canvas, plot, x);
    }

    /// <summary>The horizontal axis: line, ticks, labels that do not touch, and its title.</summary>
    public static void Below(SvgCanvas canvas, Box plot, PlotAxis x)
    {
        canvas.Segment(plot.Left, plot.Bottom, plot.Right, plot.Bottom, Palette.Axis);
        foreach (var tick in x.Ticks)
        {
            var at = x.At(tick.Value, plot.Left, plot.Right);
            canvas.Segment(at, plot.Bottom, at, plot.Bottom + (tick.Label.Length > 0 ? 5 : 3), Palette.Axis);
        }

        var labels = x.Ticks.Where(t => t.Label.Length > 0).Select(t => (x.At(t.Value, plot.Left, plot.Right), t.Label)).ToArray();
        foreach (var (at, label) in Layout.Thinned(labels, TextStyle.Tick))
        {
            // The outermost labels move inwards rather than over the rim of the picture.
            var half = TextStyle.Tick.Width(label) / 2;
            var centre = Math.Min(Math.Max(at, half + 2), Layout.Width - half - 2);
            canvas.Text(centre, plot.Bottom + 18, label, TextStyle.Tick, TextAnchor.Middle);
        }

        canvas.Text((plot.Left + plot.Right) / 2, plot.Bottom + 36, TextStyle.Label.Fit(x.Title, plot.Width), TextStyle.Label, TextAnchor.Middle);
    }
}
