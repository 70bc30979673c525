using System.Diagnostics;
using System.Globalization;
using GmpSim.Calibration;
using GmpSim.Calibration.Fitting;
using Spectre.Console;

namespace GmpSim.Cli.Views;

/// <summary>Progress of a calibration, and the table of what it found.</summary>
internal sealed class CalibrationView(Terminal terminal, bool isQuiet)
{
    private static readonly TimeSpan s_longestSilence = TimeSpan.FromSeconds(5);
    private readonly Stopwatch _silence = Stopwatch.StartNew();
    private bool _hasLine;

    /// <summary>One line that is written over on a terminal; a line every few seconds elsewhere.</summary>
    internal void ShowProgress(double share, string probe)
    {
        if (isQuiet) return;
        var text = string.Create(CultureInfo.InvariantCulture, $"calibrating: {share * 100,3:F0} %  {probe}");
        if (terminal.IsInteractive)
        {
            terminal.Error.Write($"\r{text,-60}");
            _hasLine = true;
        }
        else if (_silence.Elapsed > s_longestSilence)
        {
            _silence.Restart();
            terminal.Error.WriteLine(text);
        }
    }

    internal void EndProgress()
    {
        if (_hasLine) terminal.Error.Write($"\r{"",-60}\r");
        _hasLine = false;
    }

    /// <summary>The machine, and every cost beside its default.</summary>
    internal void Show(CalibrationResult result, IReadOnlyDictionary<string, string> defaults)
    {
        if (isQuiet) return;
        foreach (var (name, value) in result.MachineLines) terminal.Out.WriteLine($"{name}: {value}");
        var table = new Table().Border(TableBorder.Simple).AddColumn("cost");
        foreach (var column in new[] { "measured", "95 % interval", "blocks", "generic-x86" }) table.AddColumn(new TableColumn(column).RightAligned());
        foreach (var cost in result.Costs.Where(cost => cost.IsMeasured))
        {
            table.AddRow(
                Markup.Escape(cost.Key), ProfileWriter.Duration(cost.Nanoseconds), $"{ProfileWriter.Duration(cost.Low)} to {ProfileWriter.Duration(cost.High)}",
                cost.Blocks.ToString(CultureInfo.InvariantCulture), defaults.GetValueOrDefault(cost.Key, ""));
        }

        terminal.OutConsole().Write(table);
        foreach (var cost in result.Costs.Where(cost => !cost.IsMeasured)) terminal.Out.WriteLine($"  {cost.Key} not resolved: {cost.Explanation}.");
        terminal.Out.WriteLine($"{result.Costs.Count(cost => cost.IsMeasured)} of {defaults.Count} costs are measured; the others keep the value of generic-x86, each with the reason.");
    }
}
