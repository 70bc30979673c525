using System.Text;

namespace GmpSim.Reports.Charts.Svg;

/// <summary>Draws a <see cref="HeatMapChart"/>: rows by columns as colours, with the median of each row and its weight.</summary>
/// <remarks>
/// All panels of a picture share one colour scale, which ends at a round share above the largest. It follows the cube
/// root of the share: on a linear scale the tail that a p99 speaks of would be invisible, on a logarithmic one the
/// bulk would be one dark block. Nothing at all stays paper white.
/// </remarks>
internal sealed class HeatMapDrawing(SvgCanvas canvas, HeatMapChart chart)
{
    private const int Levels = 48;
    private const double ColumnGap = 22;
    private const double RowGap = 14;
    private const double WeightWidth = 34;
    private const double LegendHeight = 58;

    private static readonly double[] s_scaleEnds = [0.05, 0.1, 0.2, 0.5, 1];

    private readonly double _scaleEnd = ScaleEnd(chart.Panels.SelectMany(p => p.Rows).SelectMany(r => r.Shares).Max());

    public double Draw(double top)
    {
        DrawLegend(top);
        top += LegendHeight;
        var columns = chart.Panels.Count == 1 ? 1 : 2;
        var width = (Layout.Inner - (ColumnGap * (columns - 1))) / columns;
        var axis = PlotAxis.LogarithmicWithin(chart.X, chart.ColumnBounds[0], chart.ColumnBounds[^1]);

        foreach (var row in chart.Panels.Chunk(columns))
        {
            // Panels side by side begin at one height, whichever of them has the longer text above.
            var head = row.Max(p => HeadHeight(p, width));
            var bottom = top;
            foreach (var (column, panel) in row.Index())
                bottom = Math.Max(bottom, DrawPanel(panel, axis, Layout.Margin + (column * (width + ColumnGap)), top, width, head));
            top = bottom + RowGap;
        }

        return top - RowGap;
    }

    private static double HeadHeight(HeatMapPanel panel, double width) =>
        Layout.LinesHeight(panel.Title, TextStyle.PanelTitle, width) + Layout.LinesHeight(panel.Subtitle, TextStyle.Tick, width) + 6;

    private double DrawPanel(HeatMapPanel panel, PlotAxis axis, double left, double top, double width, double head)
    {
        var belowTitle = Layout.Lines(canvas, panel.Title, TextStyle.PanelTitle, left, top, width);
        Layout.Lines(canvas, panel.Subtitle, TextStyle.Tick, left, belowTitle, width);
        top += head;

        var labelWidth = panel.Rows.Max(r => TextStyle.Tick.Width(r.Label));
        var rowHeight = Math.Clamp(Math.Floor(220.0 / panel.Rows.Count), 3, 24);
        var plot = new Box(left + labelWidth + 7, top, width - labelWidth - 7 - WeightWidth - 6, rowHeight * panel.Rows.Count);

        DrawCells(panel, axis, plot, rowHeight);
        DrawRowLabels(panel, plot, rowHeight);
        DrawWeights(panel, plot, rowHeight);
        canvas.Rectangle(plot, "none", Palette.Axis);
        PlotFrame.Below(canvas, plot, axis);
        return plot.Bottom + PlotFrame.BelowHeight;
    }

    /// <summary>One path a colour, neighbours joined: thousands of cells stay a small file.</summary>
    private void DrawCells(HeatMapPanel panel, PlotAxis axis, Box plot, double rowHeight)
    {
        var paths = new StringBuilder?[Levels];
        foreach (var (index, row) in panel.Rows.Index())
        {
            var y = plot.Top + (index * rowHeight);
            for (var column = 0; column < row.Shares.Count;)
            {
                var first = column;
                var level = Level(row.Shares[column]);
                while (column < row.Shares.Count && Level(row.Shares[column]) == level) column++;
                if (level is not { } shade) continue;
                var from = axis.At(chart.ColumnBounds[first], plot.Left, plot.Right);
                var to = axis.At(chart.ColumnBounds[column], plot.Left, plot.Right);
                var path = paths[shade] ??= new();
                path.Append('M').Append(SvgCanvas.Number(from)).Append(' ').Append(SvgCanvas.Number(y))
                    .Append('H').Append(SvgCanvas.Number(to)).Append('v').Append(SvgCanvas.Number(rowHeight))
                    .Append('H').Append(SvgCanvas.Number(from)).Append('z');
            }
        }

        foreach (var (shade, path) in paths.Index())
        {
            if (path is not null) canvas.Path(path.ToString(), $"fill=\"{Colour(shade)}\" shape-rendering=\"crispEdges\"");
        }

        foreach (var (index, row) in panel.Rows.Index())
        {
            if (row.Median is not { } median) continue;
            var x = axis.At(Math.Clamp(median, chart.ColumnBounds[0], chart.ColumnBounds[^1]), plot.Left, plot.Right);
            DrawMedian(x, plot.Top + (index * rowHeight), rowHeight);
        }
    }

    private void DrawMedian(double x, double y, double height)
    {
        canvas.Segment(x, y, x, y + height, Palette.Ink, 4);
        canvas.Segment(x, y, x, y + height, Palette.Paper, 2);
    }

    /// <summary>Labels as many rows as there is height for, at a round distance: every one, every 2nd, 5th, 10th …</summary>
    private static int LabelDistance(double rowHeight)
    {
        int[] distances = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];
        return distances.First(d => d * rowHeight >= TextStyle.Tick.Size + 2 || d == 1024);
    }

    private void DrawRowLabels(HeatMapPanel panel, Box plot, double rowHeight)
    {
        var distance = LabelDistance(rowHeight);
        for (var row = 0; row < panel.Rows.Count; row += distance)
            canvas.Text(plot.Left - 5, plot.Top + ((row + 0.5) * rowHeight) + 4, panel.Rows[row].Label, TextStyle.Tick, TextAnchor.End);
    }

    /// <summary>How much each row counts: its colours alone would show a busy and an idle one alike.</summary>
    private void DrawWeights(HeatMapPanel panel, Box plot, double rowHeight)
    {
        var largest = panel.Rows.Max(r => r.Weight);
        if (largest <= 0) return;
        var left = plot.Right + 6;
        foreach (var (index, row) in panel.Rows.Index())
        {
            var gap = rowHeight >= 6 ? 1.0 : 0.25;
            var box = new Box(left, plot.Top + (index * rowHeight) + gap, WeightWidth * row.Weight / largest, rowHeight - (2 * gap));
            if (row.Weight > 0) canvas.Rectangle(box, Palette.Axis);
        }

        // What the longest bar stands for, at the level of the tick labels.
        var text = $"max {UnitScale.Text(Quantity.Share, largest)}";
        canvas.Text(Math.Min(left + WeightWidth, Layout.Width - 4), plot.Bottom + 34, text, TextStyle.Tick, TextAnchor.End);
    }

    private void DrawLegend(double top)
    {
        const double barLeft = Layout.Margin + 34;
        const double barWidth = 230;
        const double barHeight = 11;
        canvas.Text(Layout.Margin, top + TextStyle.Tick.Size, chart.ColourLabel, TextStyle.Tick);

        var barTop = top + TextStyle.Tick.LineHeight + 4;
        for (var level = 0; level < Levels; level++)
            canvas.Rectangle(new(barLeft + (barWidth * level / Levels), barTop, (barWidth / Levels) + 0.5, barHeight), Colour(level));
        canvas.Rectangle(new(Layout.Margin, barTop, 14, barHeight), Palette.Paper, Palette.Axis);
        canvas.Text(Layout.Margin + 7, barTop + barHeight + 14, "0", TextStyle.Tick, TextAnchor.Middle);
        foreach (var share in (double[])[_scaleEnd / 100, _scaleEnd / 10, _scaleEnd / 2, _scaleEnd])
        {
            var x = barLeft + (barWidth * Math.Cbrt(share / _scaleEnd));
            canvas.Segment(x, barTop + barHeight, x, barTop + barHeight + 3, Palette.Axis);
            canvas.Text(x, barTop + barHeight + 14, UnitScale.Text(Quantity.Share, share), TextStyle.Tick, TextAnchor.Middle);
        }

        const double right = Layout.Margin + 320;
        DrawMedian(right + 13, barTop - 4, 14);
        canvas.Text(right + 32, barTop + 7, $"median of the {chart.RowLabel}", TextStyle.Tick);
        canvas.Rectangle(new(right, barTop + 15, 26, 9), Palette.Axis);
        canvas.Text(right + 32, barTop + 24, chart.WeightLabel, TextStyle.Tick);
    }

    private int? Level(double share) =>
        share <= 0 ? null : Math.Clamp((int)(Math.Cbrt(share / _scaleEnd) * Levels), 0, Levels - 1);

    private static double ScaleEnd(double largest) => s_scaleEnds.First(e => e >= largest - 1e-9);

    private static string Colour(int level) => Palette.Sequential((level + 0.5) / Levels);
}
