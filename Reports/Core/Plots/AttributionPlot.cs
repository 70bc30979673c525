using GmpSim.Reports.Charts;
using GmpSim.Reports.Tables;

namespace GmpSim.Reports.Plots;

/// <summary>Where a request's time goes, point by point: the parts of a bar sum to the mean latency.</summary>
internal static class AttributionPlot
{
    private const int MostParts = 7;
    private const int GroupsPerPicture = 30;

    public static PlotSet For(ScenarioTables scenario)
    {
        var points = scenario.Points.Where(p => p.Attribution.Sum(a => a.MeanPicoseconds) > 0).ToArray();
        if (points.Length == 0) return new([], [$"{scenario.Name}: no attribution plot: no request was followed through its parts."]);

        var components = points.SelectMany(p => p.Attribution).GroupBy(a => a.Component, StringComparer.Ordinal)
            .Select(g => (Name: g.Key, Share: g.Sum(a => a.Share))).Where(c => c.Share > 0).ToArray();
        var named = Named(components);
        var merged = components.Select(c => c.Name).Except(named, StringComparer.Ordinal).ToArray();
        string[] series = merged.Length == 0 ? named : [.. named, $"{merged.Length} smaller parts"];

        var sweep = new Sweep(scenario);
        var pages = points.Chunk(GroupsPerPicture).ToArray();
        return new([.. pages.Select((page, i) => Picture(scenario, sweep, page, series, named, merged, i, pages.Length))], []);
    }

    private static BarChart Picture(
        ScenarioTables scenario, Sweep sweep, PointTables[] points, string[] series, string[] named, string[] merged, int page, int pages)
    {
        var chart = new BarChart
        {
            Id = $"{scenario.Name}-attribution{(page == 0 ? "" : $"-{page + 1}")}",
            Title = $"Where the time of a request goes{(pages == 1 ? "" : $" ({page + 1} of {pages})")}",
            Subtitle = $"{PlotText.Sample(scenario)}, merged · the parts of a bar sum to the mean latency",
            Description = "",
            Value = new("mean time a request", Quantity.Seconds),
            Series = series,
            Colours = merged.Length == 0 ? PartColours.Of(named) : [.. PartColours.Of(named), PartColours.Rest],
            Groups = [.. points.Select(p => new BarGroup(sweep.PointText(p), [.. Parts(p, named, merged.Length > 0)]))],
            Stacked = true,
            Notes = merged.Length == 0 ? [] : [$"Smaller parts, each in attribution.csv: {string.Join(", ", merged)}."],
        };
        return chart with { Description = PlotText.Describe(chart) };
    }

    private static IEnumerable<Bar> Parts(PointTables point, string[] named, bool hasRest)
    {
        foreach (var (index, name) in named.Index())
        {
            var part = point.Attribution.FirstOrDefault(a => a.Component == name)?.MeanPicoseconds ?? 0;
            if (part > 0) yield return new(index, part * 1e-12);
        }

        var rest = point.Attribution.Where(a => !named.Contains(a.Component, StringComparer.Ordinal)).Sum(a => a.MeanPicoseconds);
        if (hasRest && rest > 0) yield return new(named.Length, rest * 1e-12);
    }

    /// <summary>All components, or where there are more than colours the largest ones; in the order of the table.</summary>
    private static string[] Named((string Name, decimal Share)[] components)
    {
        if (components.Length <= MostParts) return [.. components.Select(c => c.Name)];
        var largest = components.OrderByDescending(c => c.Share).Take(MostParts - 1).Select(c => c.Name).ToArray();
        return [.. components.Select(c => c.Name).Where(n => largest.Contains(n, StringComparer.Ordinal))];
    }
}
