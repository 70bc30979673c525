namespace GmpSim.Reports.Charts.Svg;

/// <summary>How one series looks: colour, marker and dashes differ together, so that no one of them has to be seen.</summary>
internal sealed record SeriesStyle(string Colour, int Marker, string Dashes)
{
    private const double FullRadius = 4;

    private static readonly string[] s_dashes = ["", "8 3", "2.5 2.5", "10 3 2 3", "5 2", "12 4", "1.5 4"];

    /// <summary>Whether the series lies on top of an earlier one: dashed and with small markers, it lets that one show.</summary>
    public bool Overlaid { get; init; }

    private double Radius => Overlaid ? FullRadius * 0.45 : FullRadius;

    public static SeriesStyle Distinct(int index, bool dashed) => new(Palette.Distinct(index), index, dashed ? Dash(index) : "");

    public static SeriesStyle Ordered(int index, int count, bool dashed) => new(Palette.Ordered(index, count), index, dashed ? Dash(index) : "");

    public void DrawLine(SvgCanvas canvas, string pathData)
    {
        var pattern = Overlaid ? "7 7" : Dashes;
        var dashes = pattern.Length == 0 ? "" : $" stroke-dasharray=\"{pattern}\"";
        canvas.Path(pathData, $"stroke=\"{Colour}\" stroke-width=\"2\" fill=\"none\" stroke-linejoin=\"round\"{dashes}");
    }

    /// <summary>A filled shape with a white rim, so that it stands off from lines that cross it.</summary>
    public void DrawMarker(SvgCanvas canvas, double x, double y) =>
        canvas.Path(Shape(x, y), $"fill=\"{Colour}\" stroke=\"{Palette.Paper}\"");

    private static string Dash(int index) => s_dashes[index % s_dashes.Length];

    private string Shape(double x, double y)
    {
        var r = Radius;
        return (Marker % 7) switch
        {
            0 => Circle(x, y),
            1 => Polygon((x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)),
            2 => Polygon((x, y - r - 1), (x + r + 1, y + r - 0.5), (x - r - 1, y + r - 0.5)),
            3 => Polygon((x, y - r - 1.5), (x + r + 1.5, y), (x, y + r + 1.5), (x - r - 1.5, y)),
            4 => Polygon((x, y + r + 1), (x + r + 1, y - r + 0.5), (x - r - 1, y - r + 0.5)),
            5 => Polygon((x - r - 1.5, y - 2), (x + r + 1.5, y - 2), (x + r + 1.5, y + 2), (x - r - 1.5, y + 2)),
            _ => Polygon((x - 2, y - r - 1.5), (x + 2, y - r - 1.5), (x + 2, y + r + 1.5), (x - 2, y + r + 1.5)),
        };
    }

    private string Circle(double x, double y)
    {
        var r = SvgCanvas.Number(Radius + 0.5);
        var across = SvgCanvas.Number((Radius + 0.5) * 2);
        return $"M{SvgCanvas.Number(x - Radius - 0.5)} {SvgCanvas.Number(y)}a{r} {r} 0 1 0 {across} 0a{r} {r} 0 1 0 -{across} 0z";
    }

    private static string Polygon(params (double X, double Y)[] corners) => SvgCanvas.Polyline(corners) + "z";
}
