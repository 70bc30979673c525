using GmpSim.Reports;
using GmpSim.Reports.Charts;
using GmpSim.Reports.Charts.Svg;
using GmpSim.Reports.Plots;
using GmpSim.Reports.Tables;

namespace GmpSim.Cli;

/// <summary>Draws the plots of tables into files.</summary>
internal static class PlotFiles
{
    private static readonly SvgChartRenderer s_renderer = new();

    /// <summary>Draws every plot of every scenario into <paramref name="folder"/>.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="asked">The plots a scenario asks for, by its name; empty for all.</param>
    /// <param name="folder">Where the files go.</param>
    /// <returns>A remark for every plot that could not be made although it was asked for.</returns>
    internal static IReadOnlyList<string> Write(ResultTables tables, Func<string, IReadOnlyList<string>> asked, string folder)
    {
        var remarks = new List<string>();
        foreach (var scenario in tables.Scenarios)
        {
            var names = asked(scenario.Name);
            var plots = PlotBuilder.For(scenario, names);
            if (names.Count > 0) remarks.AddRange(plots.Remarks);
            foreach (var chart in plots.Charts) AtomicFile.Write(Path.Combine(folder, $"{chart.Id}.svg"), s_renderer.Render(chart));
        }

        return remarks;
    }
}
