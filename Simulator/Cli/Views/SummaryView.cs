using System.Globalization;
using GmpSim.Results;
using GmpSim.Scenarios.Claims;
using GmpSim.Scenarios.Statistics;
using Spectre.Console;

namespace GmpSim.Cli.Views;

/// <summary>What a batch says in a screenful: the main metrics by point, the verdicts, and where to read on.</summary>
internal static class SummaryView
{
    private const int MostColumns = 5;
    private const int MostRows = 32;

    // What the border leaves free beside a cell.
    private const int ColumnGap = 3;

    /// <summary>The metrics that say most; the first of them that mean something in a scenario become its columns.</summary>
    internal static IReadOnlyList<Metric> MainMetrics { get; } =
    [
        Metrics.ThroughputRps, Metrics.LatencyP50Us, Metrics.LatencyP99Us, Metrics.SkewP99Us, Metrics.CpuUtilisation, Metrics.WakeupsPerEvent,
        Metrics.LatencyMeanUs, Metrics.EpollWakeupsPerS, Metrics.Requests,
    ];

    internal static void Write(Terminal terminal, BatchResult batch, string folder)
    {
        var console = terminal.OutConsole();
        foreach (var scenario in batch.Scenarios)
        {
            console.Write(TableOf(scenario, console.Profile.Width));
            foreach (var note in scenario.Assumptions) terminal.Out.WriteLine($"  {note.Topic}: {note.Text}");
            foreach (var verdict in scenario.Verdicts) terminal.Out.WriteLine($"  {verdict.Id}: {Words(verdict.Outcome)}. {verdict.Claim}: {verdict.Why}.");
            terminal.Out.WriteLine();
        }

        terminal.Out.WriteLine($"Tables and plots are in {folder}: summary.csv, verdicts.csv, runs.csv, report.html.");
    }

    internal static string Words(VerdictOutcome outcome) => outcome switch
    {
        VerdictOutcome.Reproduced => "reproduced",
        VerdictOutcome.DirectionOnly => "direction only",
        VerdictOutcome.NotReproduced => "not reproduced",
        VerdictOutcome.Undecided => "undecided",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "No such outcome."),
    };

    private static Table TableOf(ScenarioResult scenario, int width)
    {
        var shown = scenario.Points.Take(MostRows).ToList();
        List<string[]> columns = [["point", .. shown.Select(p => p.Label.Length == 0 ? "(no sweep)" : p.Label)]];
        columns.AddRange(MainMetrics
            .Where(metric => scenario.Points.Any(p => p.Runs.Any(r => r[metric] is not null)))
            .Take(MostColumns)
            .Select(metric => (string[])[metric.Name, .. shown.Select(point => Cell([.. point.Runs.Select(r => r[metric]).OfType<double>()]))]));

        // A narrow terminal gets fewer metrics, not broken lines.
        while (columns.Count > 2 && columns.Sum(column => column.Max(cell => cell.Length) + ColumnGap) > width) columns.RemoveAt(columns.Count - 1);

        var table = new Table().Border(TableBorder.Simple).Title(Markup.Escape(scenario.Name));
        foreach (var column in columns) table.AddColumn(new TableColumn(Markup.Escape(column[0])) { NoWrap = true, Alignment = ReferenceEquals(column, columns[0]) ? Justify.Left : Justify.Right });
        for (var row = 1; row <= shown.Count; row++) table.AddRow([.. columns.Select(column => Markup.Escape(column[row]))]);
        if (scenario.Points.Count > MostRows)
            table.Caption(string.Create(CultureInfo.InvariantCulture, $"and {scenario.Points.Count - MostRows} points more in summary.csv"));
        return table;
    }

    private static string Cell(IReadOnlyList<double> values)
    {
        if (values.Count == 0) return "";
        var estimate = Student.Mean(values);
        if (!estimate.Interval.IsBounded) return Figures.Text(estimate.Value);
        return double.IsFinite(estimate.RelativeHalfWidth)
            ? $"{Figures.Text(estimate.Value)} ±{(estimate.RelativeHalfWidth * 100).ToString("0.0", CultureInfo.InvariantCulture)}%"
            : $"{Figures.Text(estimate.Value)} ±{Figures.Text(estimate.Interval.HalfWidth)}";
    }
}
