using System.Xml.Linq;
using GmpSim.Reports.Charts.Svg;
using GmpSim.Reports.Html;
using GmpSim.Reports.Plots;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Tests.Golden.Charts;

[TestFixture]
internal sealed class ReportPageTests
{
    private static readonly string s_page = Page(SyntheticBatch.Batch with
    {
        Scenarios = [.. SyntheticBatch.Batch.Scenarios.Where(s => s.Name is "keep-alive" or "single" or "unfinished")],
    });

    [Test]
    public void The_page_has_the_bytes_that_were_approved() => GoldenFile.AssertMatches("report.html", s_page);

    [Test]
    public void The_page_fetches_nothing_from_anywhere() =>
        Assert.That(s_page, Does.Not.Match("(src|href)=\"(?!#)").And.Not.Contain("url(").And.Not.Contain("@import").And.Not.Contain("<script"));

    [Test]
    public void Texts_of_scenarios_are_escaped() =>
        Assert.That(s_page, Does.Contain("One point &amp; &lt;no&gt; sweep.").And.Not.Contain("<no>"));

    [Test]
    public void Ids_are_unique_and_every_link_has_its_target()
    {
        var ids = After(" id=\"");
        var links = After("href=\"#");
        Assert.That(ids, Is.Unique);
        Assert.That(links, Is.All.AnyOf(ids));
    }

    [Test]
    public void Every_header_cell_says_what_it_is_the_header_of() => Assert.That(s_page, Does.Not.Match("<th(?! scope=|ead)"));

    [Test]
    public void Every_element_is_closed_in_order()
    {
        // Apart from the doctype and the void elements the page is written as XML would have it.
        var xml = s_page.Replace("<!DOCTYPE html>\n", "", StringComparison.Ordinal).Replace("<br>", "<br/>", StringComparison.Ordinal);
        foreach (var line in xml.Split('\n').Where(l => l.StartsWith("<meta ", StringComparison.Ordinal)).ToArray())
            xml = xml.Replace(line, line.Replace(">", "/>", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.That(() => XElement.Parse(xml), Throws.Nothing);
    }

    [Test]
    public void Many_claims_are_folded_by_scenario_and_the_line_that_stays_counts_them()
    {
        var few = SyntheticBatch.Batch.Scenarios.Single(s => s.Name == "keep-alive");
        var page = Page(SyntheticBatch.Batch with
        {
            Scenarios = [.. Enumerable.Range(1, 7).Select(i => few with { Name = $"s{i}", Points = [], Verdicts = [.. few.Verdicts.Select(v => v with { Scenario = $"s{i}" })] })],
        });

        Assert.That(page, Does.Contain("Of 21 claims, 7 are reproduced, 7 are reproduced in direction only, 7 are not reproduced."));
        Assert.That(page, Does.Contain("<details>\n<summary>s4: 1 reproduced, 1 direction only, 1 not reproduced</summary>"));
        Assert.That(page.Split("<details>"), Has.Length.EqualTo(1 + 7));
        Assert.That(s_page, Does.Not.Contain("<details>\n<summary>keep-alive: 1 reproduced"), "four claims are one table");
    }

    /// <summary>What follows each occurrence of <paramref name="mark"/>, up to the closing quote.</summary>
    private static string[] After(string mark) => [.. s_page.Split(mark).Skip(1).Select(p => p[..p.IndexOf('"', StringComparison.Ordinal)])];

    private static string Page(BatchResult batch)
    {
        var tables = ResultTables.From(batch);
        return ReportPage.Render(tables, ManifestFile.From(batch), [.. tables.Scenarios.Select(s => PlotBuilder.For(s, []))], new SvgChartRenderer());
    }
}
