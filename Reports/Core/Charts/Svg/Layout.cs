namespace GmpSim.Reports.Charts.Svg;

/// <summary>What all pictures have in common: width, title block, legend, notes.</summary>
internal static class Layout
{
    /// <summary>Width of every picture in pixels; at 600 the smallest text is still 10 pixels high.</summary>
    public const double Width = 640;

    public const double Margin = 16;
    public const double Inner = Width - (2 * Margin);
    private const double SampleWidth = 26;
    private const double ItemGap = 18;

    /// <summary>Draws title and subtitle; gives the y below them.</summary>
    public static double Header(SvgCanvas canvas, Chart chart)
    {
        var y = Lines(canvas, chart.Title, TextStyle.Title, Margin, Margin);
        return Lines(canvas, chart.Subtitle, TextStyle.Subtitle, Margin, y + 2) + 8;
    }

    /// <summary>Draws the notes from <paramref name="y"/> on; gives the height of the whole picture.</summary>
    public static double Footer(SvgCanvas canvas, Chart chart, double y)
    {
        if (chart.Notes.Count > 0) y += 6;
        foreach (var note in chart.Notes) y = Lines(canvas, note, TextStyle.Note, Margin, y) + 2;
        return Math.Ceiling(y + Margin - 4);
    }

    /// <summary>The height that <see cref="Lines"/> needs.</summary>
    public static double LinesHeight(string text, TextStyle style, double width) =>
        TextMetrics.Wrap(text, width, style.Size, style.Bold).Count * style.LineHeight;

    /// <summary>Draws a wrapped text; gives the y below it.</summary>
    public static double Lines(SvgCanvas canvas, string text, TextStyle style, double x, double y, double width = Inner)
    {
        foreach (var line in TextMetrics.Wrap(text, width, style.Size, style.Bold))
        {
            canvas.Text(x, y + style.Size, line, style);
            y += style.LineHeight;
        }

        return y;
    }

    /// <summary>The height that <see cref="Legend"/> needs.</summary>
    public static double LegendHeight(IReadOnlyList<string> names, double width) =>
        names.Count == 0 ? 0 : Places(names, width).Max(p => p.Y) + TextStyle.Legend.LineHeight + 6;

    /// <summary>Draws names with samples in rows, above the data and never over them.</summary>
    public static void Legend(SvgCanvas canvas, IReadOnlyList<string> names, Action<int, double, double> sample, double x, double y, double width)
    {
        foreach (var (index, (left, top)) in Places(names, width).Index())
        {
            sample(index, x + left, y + top + (TextStyle.Legend.LineHeight / 2));
            canvas.Text(x + left + SampleWidth + 4, y + top + TextStyle.Legend.Size, Shown(names[index], width), TextStyle.Legend);
        }
    }

    /// <summary>The labels of ticks that can stand side by side; the first and the last are kept if any are.</summary>
    public static IReadOnlyList<(double At, string Label)> Thinned(IReadOnlyList<(double At, string Label)> labels, TextStyle style)
    {
        const double gap = 8;
        var kept = new List<(double At, string Label)>();
        foreach (var label in labels)
        {
            if (kept.Count == 0 || Fits(kept[^1], label)) kept.Add(label);
        }

        if (labels.Count > 1 && kept[^1] != labels[^1])
        {
            while (kept.Count > 1 && !Fits(kept[^1], labels[^1])) kept.RemoveAt(kept.Count - 1);
            if (Fits(kept[^1], labels[^1])) kept.Add(labels[^1]);
        }

        return kept;

        bool Fits((double At, string Label) left, (double At, string Label) right) =>
            Math.Abs(right.At - left.At) >= ((style.Width(left.Label) + style.Width(right.Label)) / 2) + gap;
    }

    private static string Shown(string name, double width) => TextStyle.Legend.Fit(name, width - SampleWidth - 4);

    private static List<(double X, double Y)> Places(IReadOnlyList<string> names, double width)
    {
        var places = new List<(double X, double Y)>();
        var (x, y) = (0.0, 0.0);
        foreach (var name in names)
        {
            var needed = SampleWidth + 4 + TextStyle.Legend.Width(Shown(name, width));
            if (x > 0 && x + needed > width) (x, y) = (0, y + TextStyle.Legend.LineHeight + 2);
            places.Add((x, y));
            x += needed + ItemGap;
        }

        return places;
    }
}
