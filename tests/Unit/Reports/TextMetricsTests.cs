using GmpSim.Reports.Charts.Svg;

namespace GmpSim.Tests.Unit.Reports;

[TestFixture]
internal sealed class TextMetricsTests
{
    // Advance widths of DejaVu Sans in units of 1/2048 em, from the font's own table.
    [TestCase("aaaa", 4 * 1255)]
    [TestCase("mmmm", 4 * 1995)]
    [TestCase("0123", 4 * 1303)]
    [TestCase("iiii", 4 * 569)]
    [TestCase("    ", 4 * 651)]
    [TestCase("%%", 2 * 1946)]
    [TestCase("==", 2 * 1716)]
    public void The_estimate_is_at_least_the_width_in_the_widest_font_and_not_much_more(string text, int units) =>
        Assert.That(TextMetrics.Width(text, 10), Is.InRange(10 * units / 2048.0, 10 * units / 2048.0 * 1.12));

    [Test]
    public void A_long_text_is_broken_between_words_and_no_word_is_lost()
    {
        const string text = "skew: from an fd being ready in the kernel to its goroutine running";
        var lines = TextMetrics.Wrap(text, 150, 12);
        Assert.That(string.Join(' ', lines), Is.EqualTo(text));
        Assert.That(lines.Select(l => TextMetrics.Width(l, 12)), Is.All.LessThanOrEqualTo(150.0));
    }

    [Test]
    public void A_word_longer_than_a_line_is_cut_and_keeps_every_letter()
    {
        var lines = TextMetrics.Wrap(new string('w', 50), 100, 12);
        Assert.That(string.Concat(lines), Is.EqualTo(new string('w', 50)));
        Assert.That(lines, Has.Count.GreaterThan(3));
    }
}
