using System.Globalization;
using GmpSim.Reports.Tables;
using GmpSim.Results;
using Spectre.Console;

namespace GmpSim.Cli.Calibration;

/// <summary>The verdicts of a calibration on the screen: a line a model, then what failed.</summary>
internal static class CheckView
{
    internal static void Write(Terminal terminal, CheckFindings findings)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var column in new[] { "model", "verdict", "realism", "pass", "warn", "fail", "undecided" }) table.AddColumn(column);
        foreach (var model in findings.Models)
        {
            table.AddRow(
                Markup.Escape(model.Model), CheckTable.Word(model.Outcome),
                model.Realism is { } realism ? string.Create(CultureInfo.InvariantCulture, $"{realism:0} ({model.RealismLow:0} to {model.RealismHigh:0})") : "–",
                Text(model.Passed), Text(model.Warned), Text(model.Failed), Text(model.Undecided));
        }

        terminal.OutConsole().Write(table);
        foreach (var check in findings.Checks.Where(check => check.Outcome == CheckOutcome.Fail))
            terminal.Out.WriteLine($"  FAIL {check.Observation.Model}: {check.Observation.Name} ({check.Observation.Value}): {check.Why}");
        foreach (var note in findings.Notes) terminal.Out.WriteLine($"  {note}");
    }

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);
}
