using System.Globalization;
using GmpSim.Cli.Verbs;
using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;
using GmpSim.Scenarios.Exploration;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim explore</c> promises: many orders of one point or many random scenarios, and a small scenario for what fails.</summary>
internal sealed class ExploreAction(Terminal terminal, IScenarioLoader loader, CancellationToken cancel)
{
    /// <summary>Random scenarios are the same for the same seed, whichever file they are run beside.</summary>
    private const ulong DefaultSeed = 1;

    internal int Run(ExploreArguments arguments)
    {
        if (OutFolder.FileProblem(arguments.Out) is { } problem) return BadInput(problem);
        try
        {
            return arguments.RandomScenarios is { } count ? RunRandom(arguments, count) : RunPoint(arguments);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            terminal.Error.WriteLine("Interrupted.");
            return ExitCodes.Interrupted;
        }
    }

    private int RunPoint(ExploreArguments arguments)
    {
        if (loader.Load(arguments.Scenarios, terminal.Error) is not { } loaded) return ExitCodes.BadInput;
        var choice = new PointChoice(terminal.Error);
        if (choice.ScenarioOf(loaded, arguments.Scenario) is not { } scenario) return ExitCodes.BadInput;
        if (choice.PointOf(scenario, arguments.Point) is not { } point) return ExitCodes.BadInput;
        if (point.Setup.Runtime is null) return BadInput($"'{scenario.Name}' has no Go runtime to explore");

        var seed = point.Setup.Run.Seed;
        if (arguments.Choices is { } choices) return RunAgain(arguments, point.Setup, new(seed, arguments.Events, arguments.IsFree, arguments.Fault) { Choices = choices });

        var explorer = new Explorer { Seed = seed, Budget = arguments.Budget, Events = arguments.Events, Fault = arguments.Fault, ExhaustiveBound = arguments.ExhaustiveBound, Cancel = cancel };
        var result = explorer.Search(point.Setup);
        var name = $"{scenario.Name} {PointLabel.Format(point.Coordinates)}".TrimEnd();
        if (result.Failure is not { } failure)
        {
            var scope = result.IsComplete ? $"every order with at most {arguments.ExhaustiveBound} delays" : "no invariant broken, every request answered";
            terminal.Out.WriteLine($"{name}: {result.Trials} trials, {result.Events} events: {scope}{(result.IsComplete ? ": no invariant broken" : "")}.");
            return ExitCodes.Done;
        }

        terminal.Out.WriteLine($"{name}: trial {result.Trials} failed: {failure.Outcome.Failure}");
        var file = loaded.Files.First(candidate => candidate.Scenarios.Contains(scenario)).File;
        var options = new ReadOptions { Overrides = arguments.Scenarios.Overrides, MachineFile = arguments.Scenarios.Machine, Seed = arguments.Scenarios.Seed, Replications = arguments.Scenarios.Replications };
        return Report(arguments, new ScenarioShrinker().Shrink(file, File.ReadAllText(file), options, scenario.Name, point.Coordinates, failure));
    }

    private int RunAgain(ExploreArguments arguments, PointSetup setup, TrialPlan plan)
    {
        var outcome = Trial.Run(setup, plan);
        terminal.Out.WriteLine(outcome.Failure is { } failure ? $"failed: {failure}" : $"{outcome.Events} events: no invariant broken, every request answered.");
        return outcome.Failure is null ? ExitCodes.Done : ExitCodes.ClaimFailed;
    }

    private int RunRandom(ExploreArguments arguments, int count)
    {
        var first = arguments.Scenarios.Seed ?? DefaultSeed;
        var explorer = new RandomExplorer { Fault = arguments.Fault, Events = arguments.Events, Cancel = cancel };
        var result = explorer.Search(first, count, Environment.ProcessorCount);
        if (result.Failure is not { } failure)
        {
            terminal.Out.WriteLine($"{count} random scenarios from number {first} on, {result.Trials} trials, {result.Events} events: no invariant broken, every request answered.");
            return ExitCodes.Done;
        }

        terminal.Out.WriteLine($"Random scenario {result.Number} failed: {failure.Outcome.Failure}");
        return Report(arguments, RandomExplorer.Shrink(result.Number, failure));
    }

    /// <summary>Writes the small scenario with the command that fails in it.</summary>
    private int Report(ExploreArguments arguments, SmallFailure small)
    {
        var plan = small.Failure.Plan;
        var number = CultureInfo.InvariantCulture;
        var command = CommandText.Of(
        [
            "gmpsim", "explore", arguments.Out, "--seed", plan.Seed.ToString(number), "--events", plan.Events.ToString(number),
            "--choices", plan.Choices.Count == 0 ? "none" : TieChoice.Format(plan.Choices),
            .. plan.IsFree ? ["--free"] : Array.Empty<string>(),
            .. plan.Fault == GoFault.None ? Array.Empty<string>() : ["--inject", ExploreVerb.NameOf(plan.Fault)],
            .. arguments.RandomScenarios is null ? ManifestBuilder.OptionsOf(arguments.Scenarios with { Only = [], Seed = null, Replications = null }) : [],
        ]);
        File.WriteAllText(arguments.Out, $"# {small.Failure.Outcome.Failure}\n# {command}\n{small.Text}");
        terminal.Out.WriteLine($"Made small: {arguments.Out}");
        terminal.Out.WriteLine($"  {small.Failure.Outcome.Failure}");
        terminal.Out.WriteLine($"To see it again: {command}");
        return ExitCodes.ClaimFailed;
    }

    private int BadInput(string message)
    {
        terminal.Error.WriteLine($"gmpsim: error: {message}");
        return ExitCodes.BadInput;
    }
}
