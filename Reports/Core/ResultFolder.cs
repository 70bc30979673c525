using GmpSim.Reports.Charts;
using GmpSim.Reports.Exports;
using GmpSim.Reports.Html;
using GmpSim.Reports.Plots;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Reports;

/// <summary>Writes what a batch leaves behind: tables, manifest, plots, report.</summary>
public static class ResultFolder
{
    /// <summary>Writes every file of a batch into <paramref name="folder"/>; each appears in one step, the report last.</summary>
    /// <param name="batch">The results.</param>
    /// <param name="folder">Where to; made when missing. Other files in it are left alone.</param>
    /// <param name="renderer">Draws the plots.</param>
    /// <param name="plots">Whether to draw plots at all; without, the report has tables only.</param>
    /// <returns>Sentences for the user, for example why a plot could not be made.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(BatchResult batch, string folder, IChartRenderer renderer, bool plots = true)
    {
        var tables = ResultTables.From(batch);
        var manifest = ManifestFile.From(batch);
        TableWriter.WriteAll(tables, folder);
        manifest.Write(folder);
        PrometheusText.Write(batch, folder);
        OtlpTraces.Write(batch, folder);

        PlotSet[] sets = [.. tables.Scenarios.Select(s => plots ? PlotBuilder.For(s, Asked(manifest, s)) : new PlotSet([], []))];
        var drawn = WritePlots(sets, folder, renderer);
        AtomicFile.Write(Path.Combine(folder, "report.html"), ReportPage.Render(tables, manifest, sets, renderer));
        return drawn.Remarks;
    }

    /// <summary>Draws the plots of tables that were read back, into <c>plots</c> beneath <paramref name="folder"/>.</summary>
    /// <param name="tables">The tables, of one folder or overlaid.</param>
    /// <param name="manifest">Their manifest, which knows the plots that scenarios ask for; <see langword="null"/> for every plot.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="renderer">Draws the plots.</param>
    /// <returns>How many plots there are now; where there is none at all, the remarks say why of every plot.</returns>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static Drawn Redraw(ResultTables tables, ManifestFile? manifest, string folder, IChartRenderer renderer)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var drawn = WritePlots([.. tables.Scenarios.Select(s => PlotBuilder.For(s, Asked(manifest, s)))], folder, renderer);
        return drawn.Pictures > 0 ? drawn : drawn with { Remarks = [.. tables.Scenarios.SelectMany(s => PlotBuilder.For(s, PlotBuilder.Names).Remarks)] };
    }

    private static Drawn WritePlots(PlotSet[] sets, string folder, IChartRenderer renderer)
    {
        ArgumentNullException.ThrowIfNull(renderer);
        var files = new List<string>();
        foreach (var chart in sets.SelectMany(s => s.Charts))
        {
            var file = Path.Combine(folder, "plots", $"{FileName(chart.Id)}.svg");
            AtomicFile.Write(file, renderer.Render(chart));
            files.Add(file);
        }

        return new(files.Count, [.. sets.SelectMany(s => s.Remarks), .. PngConverter.Convert(files)]);
    }

    /// <summary>The reader of scenario files admits only names that are safe as files; a table from elsewhere may hold any.</summary>
    private static string FileName(string id) =>
        string.Concat(id.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_')).TrimStart('.');

    private static IReadOnlyList<string> Asked(ManifestFile? manifest, ScenarioTables scenario) =>
        manifest?.Scenarios.FirstOrDefault(s => s.Name == scenario.Name)?.Plots ?? [];
}
