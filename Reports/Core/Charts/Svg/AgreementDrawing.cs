using GmpSim.Results;

namespace GmpSim.Reports.Charts.Svg;

/// <summary>Draws an <see cref="AgreementChart"/>: a band for the tolerance, a mark for the ratio, a whisker for the noise of the real runs.</summary>
internal sealed class AgreementDrawing(SvgCanvas canvas, AgreementChart chart)
{
    private const double RowHeight = 19;
    private const double WidestLabel = 400;

    /// <summary>Ratios beyond are drawn at the edge: a picture in which one row is off by a thousand would show nothing of the others.</summary>
    private const double Farthest = 4;

    private static readonly CheckOutcome[] s_outcomes = [CheckOutcome.Pass, CheckOutcome.Warn, CheckOutcome.Fail, CheckOutcome.Undecided];
    private static readonly string[] s_names = ["pass", "warn", "fail", "undecided"];

    public double Draw(double top)
    {
        Layout.Legend(canvas, s_names, (index, x, y) => Mark(s_outcomes[index], x + 15, y), Layout.Margin, top, Layout.Inner);
        top += Layout.LegendHeight(s_names, Layout.Inner) + 4;

        var labels = chart.Rows.Select(row => TextStyle.Tick.Fit(row.Label, WidestLabel)).ToArray();
        var left = Layout.Margin + labels.Select(TextStyle.Tick.Width).DefaultIfEmpty(0).Max() + 10;
        var plot = new Box(left, top, Layout.Margin + Layout.Inner - left - 8, (RowHeight * chart.Rows.Count) + 6);
        var reach = chart.Rows.SelectMany(row => (double[])[row.Ratio, row.Low, row.High, 1 + row.Tolerance]).Where(r => r > 0).Select(r => Math.Max(Clamped(r), 1 / Clamped(r))).DefaultIfEmpty(1).Max();
        var edge = Math.Max(1.5, reach * 1.05);
        var axis = PlotAxis.For(new Axis(chart.Label, Quantity.Number) { Scale = AxisScale.Logarithmic, Ticks = Ticks(edge) }, [1 / edge, edge], target: 5);
        foreach (var tick in axis.Ticks)
        {
            var at = axis.At(tick.Value, plot.Left, plot.Right);
            canvas.Segment(at, plot.Top, at, plot.Bottom, tick.Value == 1 ? Palette.Axis : Palette.Grid);
        }

        foreach (var (index, row) in chart.Rows.Index()) DrawRow(row, labels[index], plot, axis, plot.Top + 3 + (RowHeight * (index + 0.5)));
        PlotFrame.Below(canvas, plot, axis);
        return plot.Bottom + PlotFrame.BelowHeight;
    }

    private void DrawRow(AgreementRow row, string label, Box plot, PlotAxis axis, double y)
    {
        canvas.Text(plot.Left - 10, y + 4, label, TextStyle.Tick, TextAnchor.End);
        var (from, to) = (At(1 / (1 + row.Tolerance)), At(1 + row.Tolerance));
        canvas.Rectangle(new(from, y - (RowHeight / 2) + 2, to - from, RowHeight - 4), Palette.Band);
        canvas.Segment(At(row.Low), y, At(row.High), y, Colour(row.Outcome), 1.5);
        Mark(row.Outcome, At(row.Ratio), y);

        double At(double ratio) => axis.At(Clamped(ratio), plot.Left, plot.Right);
    }

    private static double Clamped(double ratio) => Math.Clamp(ratio, 1 / Farthest, Farthest);

    private static double[] Ticks(double edge) => [.. new[] { 0.25, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 4 }.Where(tick => tick >= 1 / edge && tick <= edge)];

    // A form for each verdict, so that the colour is not needed to tell them apart.
    private void Mark(CheckOutcome outcome, double x, double y)
    {
        var path = outcome switch
        {
            CheckOutcome.Pass => SvgCanvas.Polyline([(x - 4, y), (x, y - 4), (x + 4, y), (x, y + 4)]) + "Z",
            CheckOutcome.Warn => SvgCanvas.Polyline([(x, y - 5), (x + 5, y + 4), (x - 5, y + 4)]) + "Z",
            CheckOutcome.Fail => SvgCanvas.Polyline([(x - 4, y - 4), (x + 4, y + 4)]) + SvgCanvas.Polyline([(x + 4, y - 4), (x - 4, y + 4)]),
            _ => SvgCanvas.Polyline([(x - 3.5, y - 3.5), (x + 3.5, y - 3.5), (x + 3.5, y + 3.5), (x - 3.5, y + 3.5)]) + "Z",
        };
        var colour = Colour(outcome);
        canvas.Path(path, outcome is CheckOutcome.Pass or CheckOutcome.Warn ? $"fill=\"{colour}\" stroke=\"none\"" : $"fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"");
    }

    private static string Colour(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Pass => Palette.Distinct(2),
        CheckOutcome.Warn => Palette.Distinct(4),
        CheckOutcome.Fail => Palette.Distinct(1),
        _ => Palette.Axis,
    };
}
