using GmpSim.Reports.Charts;
using GmpSim.Reports.Tables;

namespace GmpSim.Reports.Plots;

/// <summary>What the cores do with their time: a bar a point for all cores together, or a bar a core.</summary>
internal static class CpuPlot
{
    private const int GroupsPerPicture = 32;
    private const int MostPointsByCore = 4;

    /// <summary>All cores together, point by point.</summary>
    public static PlotSet ByPoint(ScenarioTables scenario)
    {
        var points = scenario.Points.Where(point => point.Cores.Count > 0).ToArray();
        if (points.Length == 0) return None(scenario, "cpu");
        var sweep = new Sweep(scenario);
        var uses = Uses(points);
        var groups = points.Select(point => new BarGroup(sweep.PointText(point), [.. Parts(point.Cores, uses)]));
        return new([.. Pictures(scenario, "cpu", "What the cores do", "all cores together, over the measured window", uses, [.. groups])], []);
    }

    /// <summary>Core by core, one picture or more a point; of scenarios with few points only.</summary>
    public static PlotSet ByCore(ScenarioTables scenario)
    {
        var points = scenario.Points.Where(point => point.Cores.Count > 0).ToArray();
        if (points.Length == 0) return None(scenario, "cores");
        if (points.Length > MostPointsByCore)
            return new([], [$"{scenario.Name}: no cores plot: {points.Length} points would be too many pictures; every core's times are in {TableFiles.Cores}."]);

        var sweep = new Sweep(scenario);
        var uses = Uses(points);
        return new([.. points.SelectMany((point, index) => Pictures(
            scenario,
            points.Length == 1 ? "cores" : $"cores-{index + 1}",
            points.Length == 1 ? "What each core does" : $"What each core does at {sweep.PointText(point)}",
            "a bar is a core, over the measured window",
            uses,
            [.. point.Cores.GroupBy(row => row.Core).Select(core => new BarGroup($"core {core.Key}", [.. Parts(core, uses)]))]))], []);
    }

    private static PlotSet None(ScenarioTables scenario, string plot) => new([], [$"{scenario.Name}: no {plot} plot: {TableFiles.Cores} has no row of it."]);

    private static string[] Uses(PointTables[] points) => [.. points.SelectMany(point => point.Cores).Select(row => row.Use).Distinct(StringComparer.Ordinal)];

    /// <summary>Shares of the cores' time together, in the order of the table.</summary>
    private static IEnumerable<Bar> Parts(IEnumerable<CoreRow> rows, string[] uses)
    {
        var cores = rows.ToArray();
        var all = cores.Sum(row => (double)row.MeanPicoseconds);
        foreach (var (index, use) in uses.Index())
        {
            var part = cores.Where(row => row.Use == use).Sum(row => (double)row.MeanPicoseconds);
            if (part > 0) yield return new(index, part / all);
        }
    }

    private static IEnumerable<Chart> Pictures(ScenarioTables scenario, string name, string title, string what, string[] uses, BarGroup[] groups)
    {
        var pages = groups.Chunk(GroupsPerPicture).ToArray();
        return pages.Select((page, i) =>
        {
            var chart = new BarChart
            {
                Id = $"{scenario.Name}-{name}{(i == 0 ? "" : $"-page-{i + 1}")}",
                Title = $"{title}{(pages.Length == 1 ? "" : $" ({i + 1} of {pages.Length})")}",
                Subtitle = $"{PlotText.Sample(scenario)}, merged · {what}",
                Description = "",
                Value = new("share of time", Quantity.Share),
                Series = uses,
                Colours = PartColours.Of(uses),
                Groups = page,
                Stacked = true,
            };
            return (Chart)(chart with { Description = PlotText.Describe(chart) });
        });
    }
}
