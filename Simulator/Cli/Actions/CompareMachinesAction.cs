using System.Globalization;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;
using Spectre.Console;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim calibrate --compare</c> promises: in how many costs two profiles agree within their stated intervals.</summary>
internal sealed class CompareMachinesAction(Terminal terminal)
{
    internal int Run(string fileA, string fileB)
    {
        if (Read(fileA) is not { } a || Read(fileB) is not { } b) return ExitCodes.BadInput;
        var both = a.Costs.Values.Where(cost => cost.Interval is not null && b.Costs.TryGetValue(cost.Key, out var other) && other.Interval is not null)
            .Select(cost => (A: cost, B: b.Costs[cost.Key])).ToList();
        if (both.Count == 0)
        {
            terminal.Error.WriteLine($"gmpsim: error: '{fileA}' and '{fileB}' have no measured cost in common");
            return ExitCodes.BadInput;
        }

        var apart = both.Where(pair => !Agree(pair.A, pair.B)).ToList();
        if (apart.Count > 0)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumn("cost");
            foreach (var column in new[] { "A", "interval", "B", "interval", "B / A" }) table.AddColumn(new TableColumn(column).RightAligned());
            foreach (var (left, right) in apart) table.AddRow(Markup.Escape(left.Key), $"{left.Value}", Text(left), $"{right.Value}", Text(right), Ratio(left, right));
            terminal.OutConsole().Write(table);
        }

        var share = (both.Count - apart.Count) * 100.0 / both.Count;
        terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{both.Count - apart.Count} of {both.Count} measured costs agree within their intervals ({share:F0} %)."));
        return ExitCodes.Done;
    }

    /// <summary>Whether two intervals have a value in common.</summary>
    internal static bool Agree(CostEntry a, CostEntry b) => a.Interval!.Low.CompareTo(b.Interval!.High) <= 0 && b.Interval.Low.CompareTo(a.Interval.High) <= 0;

    private static string Text(CostEntry cost) => $"{cost.Interval!.Low} to {cost.Interval.High}";

    private static string Ratio(CostEntry a, CostEntry b) => a.Value.Picoseconds == 0 ? "" : (b.Value.Picoseconds / (double)a.Value.Picoseconds).ToString("G3", CultureInfo.InvariantCulture);

    private MachineSpec? Read(string file)
    {
        var machine = MachineFile.Read(file, "--compare", out var problems);
        foreach (var problem in problems) terminal.Error.Write(problem.ToString());
        return machine;
    }
}
