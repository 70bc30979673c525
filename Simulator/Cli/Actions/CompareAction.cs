using System.Globalization;
using CsvHelper;
using GmpSim.Cli.Views;
using GmpSim.Reports;
using GmpSim.Reports.Tables;
using GmpSim.Results;
using GmpSim.Scenarios.Claims;
using Spectre.Console;
using Estimate = GmpSim.Scenarios.Statistics.Estimate;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim compare</c> promises.</summary>
internal sealed class CompareAction(Terminal terminal)
{
    private const int MostRows = 40;
    private const int MostUnpaired = 8;

    private static readonly string[] s_columns =
    [
        "scenario", "point", "metric", "unit", "n", "mean_a", "mean_b", "difference", "difference_ci95_low", "difference_ci95_high",
        "ratio", "ratio_ci95_low", "ratio_ci95_high",
    ];

    private static readonly CsvWriterOptions s_csv = new() { NewLine = "\n", FormatProvider = CultureInfo.InvariantCulture };

    internal int Run(string folderA, string folderB, string? outFile)
    {
        try
        {
            var (a, b) = (TableReader.ReadFolder(folderA), TableReader.ReadFolder(folderB));
            var csvFile = outFile ?? Path.Combine(folderB, "compare.csv");
            if (OutFolder.FileProblem(csvFile) is { } problem) return BadInput($"gmpsim: error: {problem}");
            var rows = Comparison.Of(a, b);
            if (rows.Count == 0) return BadInput($"gmpsim: error: '{folderA}' and '{folderB}' have no scenario, point and replication in common");
            WriteCsv(rows, csvFile);
            ShowUnpaired(folderA, Comparison.OnlyIn(a, b));
            ShowUnpaired(folderB, Comparison.OnlyIn(b, a));
            foreach (var note in PairingNotes.Of(a, folderA, b, folderB)) terminal.Error.WriteLine($"note: {note}");
            Show(rows);
            terminal.Out.WriteLine($"All {rows.Count} rows are in {csvFile}.");
            return ExitCodes.Done;
        }
        catch (TableException unreadable)
        {
            return BadInput(unreadable.Message);
        }
    }

    private void Show(IReadOnlyList<Comparison> rows)
    {
        var differing = rows.Where(row => row.Differs).ToList();
        if (differing.Count == 0)
        {
            var isAlike = rows.All(row => row.MeanA == row.MeanB);
            var hasIntervals = rows.Any(row => row.Difference.Interval.IsBounded);
            terminal.Out.WriteLine(isAlike ? "No metric differs." : hasIntervals ? "No metric differs beyond its 95 % interval." : "With one replication of each there are no intervals, so it cannot be told which differences are more than chance; all are in the CSV. More with --replications.");
            return;
        }

        var shown = differing.Where(row => SummaryView.MainMetrics.Contains(row.Metric)).OrderByDescending(row => row.RelativeChange).Take(MostRows).ToList();
        if (shown.Count > 0) terminal.OutConsole().Write(TableOf(shown));
        var what = shown.Count == 0 ? "none is of a main metric" : $"shown are {shown.Count}, the largest changes of the main metrics";
        var more = differing.Count > shown.Count ? $"; {differing.Count - shown.Count} more are in the CSV" : "";
        terminal.Out.WriteLine($"Rows that differ beyond their 95 % interval: {differing.Count}; {what}{more}.");
    }

    private void ShowUnpaired(string folder, IReadOnlyList<string> only)
    {
        if (only.Count == 0) return;
        var more = only.Count > MostUnpaired ? $" and {only.Count - MostUnpaired} more" : "";
        terminal.Error.WriteLine($"note: only in {folder}: {string.Join(", ", only.Take(MostUnpaired))}{more}");
    }

    private static Table TableOf(IReadOnlyList<Comparison> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("scenario").AddColumn("point").AddColumn("metric");
        foreach (var column in new[] { "A", "B", "B - A (95 %)", "B / A (95 %)" }) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var row in rows)
        {
            table.AddRow(
                Markup.Escape(row.Scenario), Markup.Escape(row.Point), Markup.Escape(row.Metric.Name), Figures.Text(row.MeanA), Figures.Text(row.MeanB),
                WithInterval(row.Difference), WithInterval(row.Ratio));
        }

        return table;
    }

    private static string WithInterval(Estimate estimate)
    {
        if (double.IsNaN(estimate.Value)) return "";
        var interval = estimate.Interval;
        return interval.IsBounded ? $"{Figures.Text(estimate.Value)} ({Figures.Text(interval.Low)} to {Figures.Text(interval.High)})" : Figures.Text(estimate.Value);
    }

    private static void WriteCsv(IReadOnlyList<Comparison> rows, string file) => AtomicFile.Write(file, stream =>
    {
        using var csv = CsvWriter.Create(stream, s_csv, leaveOpen: true);
        csv.WriteRecord(s_columns);
        foreach (var row in rows)
        {
            csv.WriteRecord(
            [
                row.Scenario, row.Point, row.Metric.Name, row.Metric.Unit, row.Pairs.ToString(CultureInfo.InvariantCulture), Text(row.MeanA), Text(row.MeanB),
                .. Fields(row.Difference), .. Fields(row.Ratio),
            ]);
        }
    });

    private static string[] Fields(Estimate estimate) => [Text(estimate.Value), Text(estimate.Interval.Low), Text(estimate.Interval.High)];

    // Ten digits: more than any simulation knows, and fewer than the platforms' arithmetic agrees on.
    private static string Text(double value) => double.IsFinite(value) ? value.ToString("G10", CultureInfo.InvariantCulture) : "";

    private int BadInput(string message)
    {
        terminal.Error.WriteLine(message);
        return ExitCodes.BadInput;
    }
}
