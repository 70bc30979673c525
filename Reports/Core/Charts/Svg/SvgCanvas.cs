using System.Globalization;
using System.Text;

namespace GmpSim.Reports.Charts.Svg;

/// <summary>Writes SVG elements: fixed number format, fixed attribute order, one element a line.</summary>
internal sealed class SvgCanvas
{
    private const string Fonts = "system-ui, 'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";

    private readonly StringBuilder _body = new();

    /// <summary>A number as SVG coordinates: hundredths of a pixel are finer than any screen.</summary>
    public static string Number(double value) =>
        (Math.Round(value, 2, MidpointRounding.AwayFromZero) + 0.0).ToString("0.##", CultureInfo.InvariantCulture);

    public static string Escape(string text) => Markup.Escape(text);

    public void Text(double x, double y, string text, TextStyle style, TextAnchor anchor = TextAnchor.Start)
    {
        var weight = style.Bold ? " font-weight=\"600\"" : "";
        var position = anchor switch { TextAnchor.Middle => " text-anchor=\"middle\"", TextAnchor.End => " text-anchor=\"end\"", _ => "" };
        var look = $"font-size=\"{Number(style.Size)}\" fill=\"{style.Fill}\"{weight}{position}";
        Line($"<text x=\"{Number(x)}\" y=\"{Number(y)}\" {look}>{Escape(text)}</text>");
    }

    public void Segment(double x1, double y1, double x2, double y2, string stroke, double width = 1) =>
        Path($"M{Number(x1)} {Number(y1)}L{Number(x2)} {Number(y2)}", $"stroke=\"{stroke}\" stroke-width=\"{Number(width)}\" fill=\"none\"");

    public void Rectangle(Box box, string fill, string? stroke = null)
    {
        var border = stroke is null ? "" : $" stroke=\"{stroke}\"";
        var (x, y, width, height) = (Number(box.Left), Number(box.Top), Number(box.Width), Number(box.Height));
        Line($"<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"{border}/>");
    }

    public void Path(string data, string attributes) => Line($"<path d=\"{data}\" {attributes}/>");

    /// <summary>A line through points, as path data.</summary>
    public static string Polyline(IEnumerable<(double X, double Y)> points)
    {
        var data = new StringBuilder();
        foreach (var (x, y) in points) data.Append(data.Length == 0 ? 'M' : 'L').Append(Number(x)).Append(' ').Append(Number(y));
        return data.ToString();
    }

    /// <summary>The whole document around what was drawn.</summary>
    public string Document(Chart chart, double width, double height)
    {
        var (id, w, h) = (Escape(chart.Id), Number(width), Number(height));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}" role="img" aria-labelledby="{id}-title {id}-desc" font-family="{Fonts}">
            <title id="{id}-title">{Escape(chart.Title)}</title>
            <desc id="{id}-desc">{Escape(chart.Description)}</desc>
            <rect width="{w}" height="{h}" fill="{Palette.Paper}"/>
            {_body}</svg>

            """).ReplaceLineEndings("\n");
    }

    private void Line(string element) => _body.Append(element).Append('\n');
}
