using GmpSim.Cli.Verbs;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim validate</c> promises.</summary>
internal sealed class ValidateAction(Terminal terminal, IScenarioLoader loader)
{
    internal int Run(ScenarioArguments arguments)
    {
        if (loader.Load(arguments, terminal.Error) is not { } loaded) return ExitCodes.BadInput;
        foreach (var file in loaded.Files)
        {
            var points = file.Scenarios.Sum(s => s.Points.Count);
            terminal.Out.WriteLine($"{file.File}: fine: {Counted(file.Scenarios.Count, "scenario")}, {Counted(points, "point")}");
        }

        return ExitCodes.Done;
    }

    private static string Counted(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";
}
