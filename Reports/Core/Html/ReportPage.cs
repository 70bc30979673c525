using System.Globalization;
using GmpSim.Reports.Charts;
using GmpSim.Reports.Plots;
using GmpSim.Reports.Tables;

namespace GmpSim.Reports.Html;

/// <summary>The report of a batch: one page that needs nothing else, verdicts first.</summary>
public static class ReportPage
{
    /// <summary>The page as HTML 5; the same input gives the same text.</summary>
    /// <param name="tables">What was found.</param>
    /// <param name="manifest">Where it came from.</param>
    /// <param name="plots">The plots of each scenario, in the order of <paramref name="tables"/>.</param>
    /// <param name="renderer">Draws the plots into the page.</param>
    public static string Render(ResultTables tables, ManifestFile manifest, IReadOnlyList<PlotSet> plots, IChartRenderer renderer)
    {
        ArgumentNullException.ThrowIfNull(tables);
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(plots);
        ArgumentNullException.ThrowIfNull(renderer);
        var title = manifest.Title.Length > 0 ? manifest.Title : "Simulation results";
        var page = new HtmlBuilder();
        page.Raw("<!DOCTYPE html>").Raw("<html lang=\"en\">").Raw("<head>").Raw("<meta charset=\"utf-8\">");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Element("title", title).Raw($"<style>{ReportStyle.Css}</style>").Raw("</head>").Raw("<body>").Raw("<main>");

        page.Raw("<header>").Element("h1", title).Element("p", Extent(tables, manifest), "lead").Raw("</header>");
        VerdictSection.Write(page, tables);
        Contents(page, tables);
        foreach (var (index, scenario) in tables.Scenarios.Index())
            ScenarioSection.Write(page, scenario, manifest.Scenarios.FirstOrDefault(s => s.Name == scenario.Name), plots[index], renderer);
        AssumptionsSection.Write(page, manifest);
        Reproduction(page, manifest);

        return page.Raw("</main>").Raw("</body>").Raw("</html>").ToString();
    }

    private static string Extent(ResultTables tables, ManifestFile manifest)
    {
        var points = tables.Scenarios.Sum(s => s.Points.Count);
        var runs = tables.Scenarios.SelectMany(s => s.Points).Sum(p => p.Runs.Count);
        string[] counts = [Counted(tables.Scenarios.Count, "scenario"), Counted(points, "point"), Counted(runs, "run")];
        return $"{string.Join(", ", counts)}; simulated with GmpSim {manifest.ToolVersion}.";
    }

    private static string Counted(int number, string what) => $"{number.ToString(CultureInfo.InvariantCulture)} {what}{(number == 1 ? "" : "s")}";

    private static void Contents(HtmlBuilder page, ResultTables tables)
    {
        if (tables.Scenarios.Count < 2) return;
        page.Raw("<nav aria-label=\"Scenarios\">").Element("h2", "Scenarios").Raw("<ul>");
        foreach (var scenario in tables.Scenarios) page.Raw($"<li>{ScenarioSection.Link(scenario.Name)}</li>");
        page.Raw("</ul>").Raw("</nav>");
    }

    private static void Reproduction(HtmlBuilder page, ManifestFile manifest)
    {
        page.Raw("<section id=\"reproduce\">").Element("h2", "How to reproduce");
        page.Element("p", "The same files and the same command give the same bytes in every table, plot and page.");
        page.Raw($"<pre><code>{HtmlBuilder.Escape(manifest.CommandLine)}</code></pre>");
        page.TableStart("Files that the figures were made from", "File", "SHA-256");
        foreach (var file in manifest.Files) page.Row(file.Name, file.Sha256);
        page.TableEnd();
        page.TableStart("Root seed of each scenario", "Scenario", "Seed");
        foreach (var seed in manifest.Seeds) page.Row(seed.Scenario, seed.Seed.ToString(CultureInfo.InvariantCulture));
        page.TableEnd().Raw("</section>");
    }
}
