using System.Globalization;
using GmpSim.Reports.Charts;
using GmpSim.Reports.Html;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Reports.Calibration;

/// <summary>The page of a calibration: verdict on every model first, then each check, then what was measured.</summary>
public static class CalibrationPage
{
    /// <summary>The page as HTML 5; the same input gives the same text.</summary>
    /// <param name="report">What was found.</param>
    /// <param name="renderer">Draws the pictures into the page.</param>
    public static string Render(CalibrationReport report, IChartRenderer renderer)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(renderer);
        var title = report.Title;
        var page = new HtmlBuilder();
        page.Raw("<!DOCTYPE html>").Raw("<html lang=\"en\">").Raw("<head>").Raw("<meta charset=\"utf-8\">");
        page.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
        page.Element("title", title).Raw($"<style>{ReportStyle.Css}</style>").Raw("</head>").Raw("<body>").Raw("<main>");
        page.Raw("<header>").Element("h1", title).Element("p", report.IsInterrupted ? "Interrupted: only what had run until then is here. " + InWords(report) : InWords(report), "lead").Raw("</header>");
        Models(page, report);
        foreach (var model in report.Models) Checks(page, model, [.. report.Checks.Where(check => check.Observation.Model == model.Model)], renderer);
        Parameters(page, report);
        Machine(page, report);
        return page.Raw("</main>").Raw("</body>").Raw("</html>").ToString();
    }

    private static string InWords(CalibrationReport report)
    {
        var decided = report.Checks.Where(check => check.Outcome != CheckOutcome.Undecided).ToArray();
        if (report.Checks.Count == 0) return "Nothing was checked: only parameters were measured.";
        if (decided.Length == 0) return $"None of {report.Checks.Count} checks is decided, because real runs on this machine are too few or differ too much among themselves.";
        var passed = decided.Count(check => check.Outcome == CheckOutcome.Pass);
        var share = 100.0 * passed / decided.Length;
        var farthest = decided.Where(check => check.Factor is not null).MaxBy(check => check.Error); // by the error, which knows that next to nothing against nothing is no deviation
        var text = string.Create(CultureInfo.InvariantCulture, $"{passed} of {decided.Length} decided checks are inside their tolerance ({share:0} %); {report.Checks.Count - decided.Length} more are undecided, because real runs on this machine are too few or differ too much among themselves.");
        return farthest is null ? text : string.Create(CultureInfo.InvariantCulture, $"{text} The largest deviation is a factor of {farthest.Factor:0.00}: {farthest.Observation.Name}.");
    }

    private static void Models(HtmlBuilder page, CalibrationReport report)
    {
        if (report.Models.Count == 0) return;
        page.Raw("<section id=\"models\">").Element("h2", "Models");
        page.Element("p", "Realism: 100 is what was measured, 50 at the tolerance on average, 0 at twice the tolerance. The range is what single repeats of the real runs give.");
        page.TableStart("Verdict on each model", "Verdict", "Model", "Realism", "Pass", "Warn", "Fail", "Undecided", "What is off most");
        foreach (var model in report.Models)
        {
            page.Raw($"<tr><th scope=\"row\">{Badge(model.Outcome)}</th>").Raw($"<td><a href=\"#{HtmlBuilder.Escape(model.Model)}\">{HtmlBuilder.Escape(model.Model)}</a></td>");
            page.Element("td", Realism(model)).Element("td", Text(model.Passed)).Element("td", Text(model.Warned)).Element("td", Text(model.Failed)).Element("td", Text(model.Undecided));
            page.Element("td", model.Weakest, "prose").Raw("</tr>");
        }

        page.TableEnd().Raw("</section>");
    }

    private static void Checks(HtmlBuilder page, ModelScore model, CheckResult[] checks, IChartRenderer renderer)
    {
        page.Raw($"<section id=\"{HtmlBuilder.Escape(model.Model)}\">").Element("h2", model.Model);
        if (AgreementOf(model.Model, checks) is { } chart) page.Raw($"<figure>{renderer.Render(chart)}</figure>");
        page.TableStart("Simulated against real", "Verdict", "Check", "Simulated", "Real", "Range of repeats", "Apart", "Noise", "Tolerance");
        foreach (var check in checks)
        {
            var seen = check.Observation;
            page.Raw($"<tr><th scope=\"row\">{Badge(check.Outcome)}</th>").Raw($"<td class=\"prose\"><b>{HtmlBuilder.Escape(seen.Id)}</b> {HtmlBuilder.Escape(Place(seen))}<br>");
            page.Element("span", $"{seen.Value}: {check.Why}", "why").Raw("</td>");
            page.Element("td", Figure(check.Simulated, seen.Unit)).Element("td", Figure(check.Real, seen.Unit)).Element("td", $"{Figure(check.RealLow, "")} to {Figure(check.RealHigh, "")}");
            page.Element("td", Share(check, check.Error)).Element("td", Share(check, check.Noise)).Element("td", seen.Kind == CheckKind.Sign ? "sign" : Share(check, seen.Tolerance)).Raw("</tr>");
        }

        page.TableEnd().Raw("</section>");
    }

    /// <summary>The picture of a model's checks; <see langword="null"/> where none of them is a size.</summary>
    internal static AgreementChart? AgreementOf(string model, IReadOnlyList<CheckResult> checks)
    {
        var sizes = checks.Where(check => check.Factor is not null).ToArray();
        var isAmbiguous = sizes.GroupBy(Label).Any(alike => alike.Count() > 1);
        var rows = sizes.Select(check => new AgreementRow(
            isAmbiguous ? $"{check.Observation.Scenario} {Label(check)}" : Label(check),
            check.Simulated / check.Real,
            check.RealHigh > 0 ? check.Simulated / check.RealHigh : check.Simulated / check.Real,
            check.RealLow > 0 ? check.Simulated / check.RealLow : check.Simulated / check.Real,
            check.Observation.Tolerance,
            check.Outcome)).ToArray();
        return rows.Length == 0 ? null : new()
        {
            Id = $"agreement-{model}",
            Title = "Simulated over real",
            Subtitle = $"{model} · mark: ratio of the medians · line: range of the real repeats · band: tolerance",
            Description = $"For each check of the model {model}, the simulated figure divided by the real one, with the range of the real repeats and the tolerance.",
            Label = "simulated / real",
            Rows = rows,
        };
    }

    private static string Label(CheckResult check) => $"{check.Observation.Id} {check.Observation.Point}".Trim();

    private static void Parameters(HtmlBuilder page, CalibrationReport report)
    {
        if (report.Parameters.Count == 0) return;
        page.Raw("<section id=\"parameters\">").Element("h2", "Measured parameters");
        page.TableStart("What machine.yaml has", "Key", "Value", "95 % interval", "generic-x86", "Source");
        foreach (var p in report.Parameters)
        {
            page.Raw("<tr>").Raw($"<th scope=\"row\">{HtmlBuilder.Escape(p.Key)}</th>").Element("td", p.Value).Element("td", p.Interval).Element("td", p.Default).Element("td", p.Source, "prose").Raw("</tr>");
        }

        page.TableEnd().Raw("</section>");
    }

    private static void Machine(HtmlBuilder page, CalibrationReport report)
    {
        page.Raw("<section id=\"machine\">").Element("h2", "The machine").TableStart("Where this was measured", "What", "Value");
        foreach (var fact in report.Machine) page.Raw("<tr>").Raw($"<th scope=\"row\">{HtmlBuilder.Escape(fact.Name)}</th>").Element("td", fact.Value, "prose").Raw("</tr>");
        page.TableEnd();
        if (report.Notes.Count > 0)
        {
            page.Raw("<ul>");
            foreach (var note in report.Notes) page.Element("li", note);
            page.Raw("</ul>");
        }

        page.Raw($"<pre><code>{HtmlBuilder.Escape(report.CommandLine)}</code></pre>").Element("p", $"GmpSim {report.ToolVersion}", "remark").Raw("</section>");
    }

    private static string Place(CheckObservation seen) => seen.Point.Length == 0 ? seen.Scenario : $"{seen.Scenario} · {seen.Point}";

    private static string Badge(CheckOutcome outcome)
    {
        var mark = outcome switch { CheckOutcome.Pass => "✓ pass", CheckOutcome.Warn => "! warn", CheckOutcome.Fail => "✗ fail", _ => "? undecided" };
        return $"<span class=\"verdict {CheckTable.Word(outcome).ToLowerInvariant()}\">{mark}</span>";
    }

    private static string Realism(ModelScore model) => model.Realism is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{value:0} ({model.RealismLow:0} to {model.RealismHigh:0})")
        : "–";

    private static string Share(CheckResult check, double value)
    {
        if (check.Observation.Kind == CheckKind.Sign) return "–";
        if (!double.IsFinite(value)) return "∞";
        return check.Observation.Kind == CheckKind.Shape ? value.ToString("0.00", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#} %");
    }

    private static string Figure(double value, string unit)
    {
        var text = value == 0 ? "0" : double.Parse(value.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("0.####", CultureInfo.InvariantCulture);
        return unit is "" or "1" ? text : $"{text} {unit}";
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
