using System.Globalization;
using System.Xml.Linq;
using GmpSim.Reports.Charts.Svg;
using GmpSim.Reports.Plots;
using GmpSim.Reports.Tables;

namespace GmpSim.Tests.Golden.Charts;

/// <summary>What must hold of every picture, whatever its data: read from the SVG itself.</summary>
[TestFixture]
internal sealed class PictureGeometryTests
{
    private static readonly XNamespace s_svg = "http://www.w3.org/2000/svg";

    private static readonly Dictionary<string, XElement> s_pictures = ResultTables.From(SyntheticBatch.Batch).Scenarios
        .SelectMany(s => PlotBuilder.For(s, []).Charts)
        .ToDictionary(c => c.Id, c => XElement.Parse(new SvgChartRenderer().Render(c)), StringComparer.Ordinal);

    private static IEnumerable<string> Names => s_pictures.Keys;

    [TestCaseSource(nameof(Names))]
    public void Every_text_lies_inside_the_picture(string name)
    {
        var (width, height) = (Number(s_pictures[name], "width"), Number(s_pictures[name], "height"));
        var outside = Texts(name).Where(t => t.Left < 0 || t.Right > width || t.Top < 0 || t.Bottom > height).Select(t => t.Text);
        Assert.That(outside, Is.Empty);
    }

    [TestCaseSource(nameof(Names))]
    public void No_two_texts_overlap(string name)
    {
        var texts = Texts(name);
        var overlaps =
            from first in texts.Index()
            from second in texts.Skip(first.Index + 1)
            where first.Item.Overlaps(second)
            select $"'{first.Item.Text}' and '{second.Text}'";
        Assert.That(overlaps, Is.Empty);
    }

    [TestCaseSource(nameof(Names))]
    public void No_text_is_smaller_than_ten_pixels_when_the_picture_is_600_wide(string name)
    {
        var factor = 600 / Number(s_pictures[name], "width");
        Assert.That(Texts(name).Select(t => t.Size * factor), Is.All.GreaterThanOrEqualTo(10.0));
    }

    [TestCaseSource(nameof(Names))]
    public void A_picture_has_a_title_and_a_description_that_its_root_refers_to(string name)
    {
        var root = s_pictures[name];
        Assert.That(root.Attribute("aria-labelledby")!.Value, Is.EqualTo($"{name}-title {name}-desc"));
        Assert.That(root.Element(s_svg + "title")!.Value, Is.Not.Empty);
        Assert.That(root.Element(s_svg + "desc")!.Value, Has.Length.GreaterThan(20));
    }

    [TestCaseSource(nameof(Names))]
    public void No_number_of_a_picture_is_broken(string name) =>
        Assert.That(s_pictures[name].ToString(), Does.Not.Contain("NaN").And.Not.Contain("∞").And.Not.Contain("Infinity"));

    private static TextBox[] Texts(string name) => [.. s_pictures[name].Elements(s_svg + "text").Select(Box)];

    private static TextBox Box(XElement text)
    {
        var (x, y, size) = (Number(text, "x"), Number(text, "y"), Number(text, "font-size"));
        var width = TextMetrics.Width(text.Value, size, text.Attribute("font-weight") is not null);
        var left = text.Attribute("text-anchor")?.Value switch { "middle" => x - (width / 2), "end" => x - width, _ => x };

        // Capitals reach about 0.75 em above the base line, descenders 0.22 em below.
        return new(text.Value, size, left, left + width, y - (0.75 * size), y + (0.22 * size));
    }

    private static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    private sealed record TextBox(string Text, double Size, double Left, double Right, double Top, double Bottom)
    {
        public bool Overlaps(TextBox other) => Left < other.Right && other.Left < Right && Top < other.Bottom && other.Top < Bottom;
    }
}
