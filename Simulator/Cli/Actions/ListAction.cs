using System.Globalization;
using GmpSim.Cli.Verbs;
using GmpSim.Scenarios.Batch;
using Spectre.Console;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim list</c> promises.</summary>
internal sealed class ListAction(Terminal terminal, IScenarioLoader loader)
{
    internal int Run(ScenarioArguments arguments)
    {
        if (loader.Load(arguments, terminal.Error) is not { } loaded) return ExitCodes.BadInput;

        var jobs = Environment.ProcessorCount;
        var table = new Table().Border(TableBorder.Simple).AddColumn("scenario");
        foreach (var column in new[] { "points", "runs", "simulated", $"estimated time on {jobs} cores" }) table.AddColumn(new TableColumn(column).RightAligned());
        var total = 0.0;
        foreach (var scenario in loaded.Scenarios)
        {
            var cost = CostEstimate.Of(scenario);
            total += cost.WallSeconds(jobs);
            table.AddRow(Markup.Escape(scenario.Name), Text(cost.Points), RunsOf(cost), $"{cost.Simulated.Seconds:0.###} s", Wall(cost.WallSeconds(jobs)));
            foreach (var point in scenario.Points.Where(p => p.Coordinates.Count > 0))
                table.AddRow(Markup.Escape($"  {Results.PointLabel.Format(point.Coordinates)}"), "", "", "", "");
        }

        terminal.OutConsole().Write(table);
        terminal.Out.WriteLine($"All together {(total < 1 ? "" : "about ")}{Wall(total)}; a rough guess from the offered load, good to a factor of three.");
        return ExitCodes.Done;
    }

    private static string RunsOf(CostEstimate cost) => cost.Runs == cost.MostRuns ? Text(cost.Runs) : $"{Text(cost.Runs)} to {Text(cost.MostRuns)}";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A rough time in words.</summary>
    internal static string Wall(double seconds) => seconds switch
    {
        < 1 => "under 1 s",
        < 120 => $"{seconds:0} s",
        < 7200 => $"{seconds / 60:0} min",
        _ => $"{seconds / 3600:0} h",
    };
}
