using GmpSim.Results;

namespace GmpSim.Tests.Golden;

/// <summary>The page about metrics tells every metric, in the words of the code.</summary>
public sealed class MetricsPageTests
{
    private static string Page { get; } = File.ReadAllText(Path.Combine(DiagnosticCorpus.Root, "docs", "metrics.md"));

    [Test]
    public void Every_metric_stands_on_the_page_with_its_unit_and_meaning()
    {
        foreach (var metric in Metrics.All)
            Assert.That(Page, Does.Match($@"\| `{metric.Name}`( ∅)? \| {(metric.Unit.Length == 0 ? "–" : System.Text.RegularExpressions.Regex.Escape(metric.Unit))} \| {System.Text.RegularExpressions.Regex.Escape(metric.About)} \|"));
    }

    [Test]
    public void Every_component_of_the_attribution_stands_on_the_page()
    {
        foreach (var component in Enum.GetNames<LatencyComponent>())
            Assert.That(Page, Does.Contain($"| `{System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(component)}` |"));
    }
}
