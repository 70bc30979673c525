using GmpSim.Cli.Verbs;
using GmpSim.Cli.Views;
using GmpSim.Scenarios.Advice;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim advise</c> promises.</summary>
internal sealed class AdviseAction(Terminal terminal, IScenarioLoader loader, IRunExecutor executor, CancellationToken cancel)
{
    internal int Run(AdviseArguments arguments)
    {
        if (arguments.Settings.Most < 2) return BadInput("--replications needs 2 at least: one run of a candidate says nothing about the next");
        if (arguments.Out is { } file && (OutFolder.FileProblem(file) ?? EndingProblem(file)) is { } problem) return BadInput(problem);
        if (loader.Load(arguments.Scenarios, terminal.Error) is not { } loaded) return ExitCodes.BadInput;
        if (new PointChoice(terminal.Error).ScenarioOf(loaded, arguments.Scenario) is not { } scenario) return ExitCodes.BadInput;
        if (new AdviceCandidates(terminal.Error).Of(scenario, arguments) is not { } candidates) return ExitCodes.BadInput;
        try
        {
            var advisor = new Advisor(executor, arguments.Settings, (replications, left) => terminal.Error.WriteLine(
                replications == 0 ? $"{left} candidates, {arguments.Settings.First} replications each" : $"{left} left after {replications} replications"));
            var result = advisor.Advise(scenario.Name, candidates, arguments.Goal, cancel);
            AdviceView.Write(terminal, scenario.Name, result);
            if (arguments.Out is { } output) AdviceFile.Write(output, scenario.Name, result);
            return result.Chosen is null or { MeetsLimit: false } ? ExitCodes.ClaimFailed : ExitCodes.Done;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            terminal.Error.WriteLine("Interrupted.");
            return ExitCodes.Interrupted;
        }
    }

    private static string? EndingProblem(string file) => Path.GetExtension(file) is ".csv" or ".json" ? null : $"--out: '{file}' ends neither with .csv nor with .json";

    private int BadInput(string message)
    {
        terminal.Error.WriteLine($"gmpsim: error: {message}");
        return ExitCodes.BadInput;
    }
}
