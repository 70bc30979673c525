namespace GmpSim.Reports.Charts.Svg;

/// <summary>Draws a <see cref="BarChart"/>: horizontal bars with whiskers, or one stacked bar a group.</summary>
internal sealed class BarChartDrawing(SvgCanvas canvas, BarChart chart)
{
    private const double GroupGap = 10;
    private const double BarGap = 2;
    private const double WidestLabel = 210;

    private double BarHeight => chart.Stacked ? 22 : 15;

    public double Draw(double top)
    {
        if (chart.Series is not [""])
        {
            Layout.Legend(canvas, chart.Series, Swatch, Layout.Margin, top, Layout.Inner);
            top += Layout.LegendHeight(chart.Series, Layout.Inner) + 4;
        }

        var labels = chart.Groups.Select(g => TextMetrics.Wrap(g.Label, WidestLabel, TextStyle.Tick.Size)).ToArray();
        var labelWidth = labels.SelectMany(l => l).Select(TextStyle.Tick.Width).DefaultIfEmpty(0).Max();
        var valueWidth = chart.Groups.SelectMany(ValueTexts).Select(TextStyle.Tick.Width).DefaultIfEmpty(0).Max();
        var heights = chart.Groups.Select((g, i) => Math.Max(BarsHeight(g), labels[i].Count * TextStyle.Tick.LineHeight)).ToArray();

        var axis = PlotAxis.For(chart.Value with { FromZero = true }, Reaches(), target: 5);
        var left = Layout.Margin + (labelWidth > 0 ? labelWidth + 10 : 0);
        var width = Layout.Margin + Layout.Inner - left - valueWidth - 8;
        var plot = new Box(left, top, width, heights.Sum() + (GroupGap * chart.Groups.Count));
        foreach (var tick in axis.Ticks)
        {
            var at = axis.At(tick.Value, plot.Left, plot.Right);
            canvas.Segment(at, plot.Top, at, plot.Bottom, Palette.Grid);
        }

        var y = plot.Top + (GroupGap / 2);
        foreach (var (index, group) in chart.Groups.Index())
        {
            DrawLabel(labels[index], plot.Left - 10, y + (heights[index] / 2));
            DrawGroup(group, plot, axis, y + ((heights[index] - BarsHeight(group)) / 2));
            y += heights[index] + GroupGap;
        }

        canvas.Segment(plot.Left, plot.Top, plot.Left, plot.Bottom, Palette.Axis);
        PlotFrame.Below(canvas, plot, axis);
        return plot.Bottom + PlotFrame.BelowHeight;
    }

    private void DrawGroup(BarGroup group, Box plot, PlotAxis axis, double y)
    {
        if (chart.Stacked)
        {
            DrawStack(group, plot, axis, y);
            return;
        }

        foreach (var bar in group.Bars)
        {
            var end = axis.At(bar.Value, plot.Left, plot.Right);
            canvas.Rectangle(new(plot.Left, y, end - plot.Left, BarHeight), Colour(bar.Series));
            var reach = end;
            if (bar is { Low: { } low, High: { } high })
            {
                reach = Math.Max(end, axis.At(high, plot.Left, plot.Right));
                DrawWhisker(axis.At(low, plot.Left, plot.Right), axis.At(high, plot.Left, plot.Right), y + (BarHeight / 2));
            }

            canvas.Text(reach + 6, y + (BarHeight / 2) + 4, UnitScale.Text(chart.Value.Quantity, bar.Value), TextStyle.Tick);
            y += BarHeight + BarGap;
        }
    }

    private void DrawStack(BarGroup group, Box plot, PlotAxis axis, double y)
    {
        var total = group.Bars.Sum(b => b.Value);
        var (start, below) = (plot.Left, 0.0);
        foreach (var bar in group.Bars)
        {
            below += bar.Value;
            var end = axis.At(below, plot.Left, plot.Right);
            var colour = Colour(bar.Series);

            // A white rim parts neighbours, but would swallow a part that is only a few pixels wide.
            canvas.Rectangle(new(start, y, end - start, BarHeight), colour, end - start > 4 ? Palette.Paper : null);
            var share = UnitScale.Text(Quantity.Share, Math.Round(bar.Value / total, 2));
            var style = TextStyle.Tick with { Fill = Palette.TextOn(colour) };
            if (style.Width(share) + 6 <= end - start)
                canvas.Text((start + end) / 2, y + (BarHeight / 2) + 4, share, style, TextAnchor.Middle);
            start = end;
        }

        foreach (var text in ValueTexts(group)) canvas.Text(start + 6, y + (BarHeight / 2) + 4, text, TextStyle.Tick);
    }

    private void DrawWhisker(double low, double high, double y)
    {
        foreach (var (colour, width) in ((string, double)[])[(Palette.Paper, 3.5), (Palette.Ink, 1.5)])
        {
            canvas.Segment(low, y, high, y, colour, width);
            canvas.Segment(low, y - 4, low, y + 4, colour, width);
            canvas.Segment(high, y - 4, high, y + 4, colour, width);
        }
    }

    private void DrawLabel(IReadOnlyList<string> lines, double right, double middle)
    {
        var y = middle - (lines.Count * TextStyle.Tick.LineHeight / 2) + TextStyle.Tick.Size;
        foreach (var line in lines)
        {
            canvas.Text(right, y, line, TextStyle.Tick, TextAnchor.End);
            y += TextStyle.Tick.LineHeight;
        }
    }

    private void Swatch(int index, double x, double y) => canvas.Rectangle(new(x + 6, y - 6, 18, 12), Colour(index));

    private string Colour(int series) => chart.Colours.Count > 0 ? chart.Colours[series] : Palette.Distinct(series);

    private double BarsHeight(BarGroup group) => chart.Stacked ? BarHeight : (group.Bars.Count * (BarHeight + BarGap)) - BarGap;

    private IEnumerable<string> ValueTexts(BarGroup group) => chart.Stacked
        ? chart.Value.Quantity == Quantity.Share ? [] : [UnitScale.Text(chart.Value.Quantity, group.Bars.Sum(b => b.Value))] // shares make up a whole, which says nothing
        : group.Bars.Select(b => UnitScale.Text(chart.Value.Quantity, b.Value));

    private IEnumerable<double> Reaches() => chart.Stacked
        ? chart.Groups.Select(g => g.Bars.Sum(b => b.Value))
        : chart.Groups.SelectMany(g => g.Bars).SelectMany(b => (double[])[b.Value, b.Low ?? b.Value, b.High ?? b.Value]);
}
