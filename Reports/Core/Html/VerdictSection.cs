using GmpSim.Reports.Charts;
using GmpSim.Reports.Charts.Svg;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Reports.Html;

/// <summary>The first thing a reader sees: which claims hold.</summary>
internal static class VerdictSection
{
    private const int MostInOneTable = 20; // about a screenful

    public static void Write(HtmlBuilder page, ResultTables tables)
    {
        var verdicts = tables.Scenarios.SelectMany(s => s.Verdicts).ToArray();
        page.Raw("<section id=\"verdicts\">").Element("h2", "Verdicts");
        page.Element("p", InWords(verdicts), "verdict-summary");
        if (verdicts.Length > MostInOneTable) Folded(page, verdicts);
        else if (verdicts.Length > 0) Table(page, verdicts);
        page.Raw("</section>");
    }

    /// <summary>Many claims are folded away by scenario, each with how its claims fared, so that the figures below are not screens away.</summary>
    private static void Folded(HtmlBuilder page, Verdict[] verdicts)
    {
        foreach (var scenario in verdicts.GroupBy(v => v.Scenario, StringComparer.Ordinal))
        {
            var counts = scenario.GroupBy(v => v.Outcome).OrderBy(g => g.Key).Select(g => $"{g.Count()} {VerdictWords.Text(g.Key)}");
            page.Raw("<details>").Element("summary", $"{scenario.Key}: {string.Join(", ", counts)}");
            Table(page, [.. scenario]);
            page.Raw("</details>");
        }
    }

    private static string InWords(Verdict[] verdicts)
    {
        if (verdicts.Length == 0) return "The scenarios make no claims; the figures below speak for themselves.";
        if (verdicts.Length == 1) return $"The one claim is {Words(verdicts[0].Outcome)}.";
        var groups = verdicts.GroupBy(v => v.Outcome).OrderBy(g => g.Key).ToArray();
        if (groups.Length == 1) return $"All {verdicts.Length} claims are {Words(groups[0].Key)}.";
        var parts = groups.Select(g => $"{g.Count()} {(g.Count() == 1 ? "is" : "are")} {Words(g.Key)}");
        return $"Of {verdicts.Length} claims, {string.Join(", ", parts)}.";
    }

    private static string Words(VerdictOutcome outcome) =>
        outcome == VerdictOutcome.DirectionOnly ? "reproduced in direction only" : VerdictWords.Text(outcome);

    private static void Table(HtmlBuilder page, Verdict[] verdicts)
    {
        page.TableStart("Claims and how they fared", "Verdict", "Scenario", "Claim", "Expected", "Observed", "95 % interval", "Kind");
        foreach (var v in verdicts)
        {
            var style = VerdictWords.Text(v.Outcome).Replace(' ', '-');
            page.Raw("<tr>").Raw($"<th scope=\"row\"><span class=\"verdict {style}\">{Mark(v.Outcome)}</span></th>");
            page.Raw($"<td>{ScenarioSection.Link(v.Scenario)}</td>");
            page.Raw($"<td class=\"prose\"><b>{HtmlBuilder.Escape(v.Id)}</b> {HtmlBuilder.Escape(v.Claim)}<br>");
            page.Element("span", v.Why, "why").Raw("</td>");
            page.Element("td", v.Expected).Element("td", Number(v.Observed)).Element("td", Interval(v)).Element("td", v.Kind).Raw("</tr>");
        }

        page.TableEnd();
    }

    /// <summary>A sign beside the word, so that the colour is not needed to tell them apart.</summary>
    private static string Mark(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Reproduced => "✓ reproduced",
        VerdictOutcome.DirectionOnly => "~ direction only",
        VerdictOutcome.NotReproduced => "✗ not reproduced",
        _ => "? undecided",
    };

    private static string Number(double? value) => value is { } number ? UnitScale.Text(Quantity.Number, number) : "–";

    private static string Interval(Verdict v) =>
        v.Ci95Low is null || v.Ci95High is null ? "–" : $"{Number(v.Ci95Low)} to {Number(v.Ci95High)}";
}
