using System.Globalization;
using GmpSim.Reports.Tables;
using GmpSim.Results;
using Spectre.Console;

namespace GmpSim.Cli.Views;

/// <summary>Real Go beside simulated Go: a line a check, and how many passed.</summary>
internal static class GoView
{
    internal static void Write(IAnsiConsole console, IReadOnlyList<CheckResult> checks)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumn("scenario").AddColumn("check").AddColumn("point");
        foreach (var column in new[] { "simulated", "real", "from", "to" }) table.AddColumn(new TableColumn(column).RightAligned());
        table.AddColumn("verdict");
        foreach (var check in checks)
        {
            var seen = check.Observation;
            table.AddRow(
                Markup.Escape(seen.Scenario), Markup.Escape(seen.Id), Markup.Escape(seen.Point), Figure(check.Simulated), Figure(check.Real), Figure(check.RealLow), Figure(check.RealHigh),
                CheckTable.Word(check.Outcome));
        }

        console.Write(table);
        foreach (var outcome in Enum.GetValues<CheckOutcome>()) console.WriteLine($"{CheckTable.Word(outcome)}: {checks.Count(check => check.Outcome == outcome)}");
    }

    private static string Figure(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
