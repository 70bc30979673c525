using System.Text.Json;
using GmpSim.Machine;
using GmpSim.Reports.Charts;
using GmpSim.Reports.Plots;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Tests.Unit.Reports;

internal sealed class PartColourTests
{
    private static IEnumerable<string> LatencyParts => Enum.GetNames<LatencyComponent>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName);

    private static IEnumerable<string> CoreParts => Enum.GetNames<CpuUse>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName).Append("idle");

    [Test]
    public void Every_part_of_a_request_or_a_core_has_a_colour_and_no_two_of_one_picture_the_same()
    {
        foreach (var parts in new[] { LatencyParts, CoreParts })
        {
            Assert.That(parts.Where(part => !PartColours.Has(part)), Is.Empty, "parts without a colour");
            Assert.That(PartColours.Of(parts).Append(PartColours.Rest), Is.Unique);
        }
    }

    [Test]
    public void A_part_has_the_same_colour_in_plots_that_show_different_parts()
    {
        var few = Attribution(("network", 1), ("running", 5));
        var many = Attribution(("client", 9), ("poll-wait", 8), ("global-queue", 7), ("local-queue", 6), ("network", 5), ("core-wait", 4), ("running", 10), ("lock", 1));

        Assert.That(few["running"], Is.EqualTo(many["running"]));
        Assert.That(few["network"], Is.EqualTo(many["network"]));
    }

    private static Dictionary<string, string> Attribution(params (string Part, long Ps)[] parts)
    {
        var run = TestBatch.Run(latencyPs: [parts.Sum(part => part.Ps)], parts: parts);
        var tables = ResultTables.From(TestBatch.Of(TestBatch.Scenario("a", TestBatch.Point([], run))));
        var chart = (BarChart)PlotBuilder.For(tables.Scenarios[0], ["attribution"]).Charts.Single();
        return chart.Series.Zip(chart.Colours).ToDictionary(part => part.First, part => part.Second, StringComparer.Ordinal);
    }
}
