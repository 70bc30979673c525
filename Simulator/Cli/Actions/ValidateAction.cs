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
            terminal.Out.WriteLine($"{file.File}: fine: {file.Scenarios.Count} scenarios, {points} points");
        }

        return ExitCodes.Done;
    }
}
