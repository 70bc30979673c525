using GmpSim.Cli.Verbs;
using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim trace</c> promises: one run of a batch, alone, with every event written down.</summary>
internal sealed class TraceAction(Terminal terminal, IScenarioLoader loader, IRunExecutor executor, CrashReport crash, CancellationToken cancel)
{
    internal int Run(TraceArguments arguments)
    {
        if (loader.Load(arguments.Scenarios, terminal.Error) is not { } loaded) return ExitCodes.BadInput;
        var choice = new PointChoice(terminal.Error);
        if (choice.ScenarioOf(loaded, arguments.Scenario) is not { } scenario) return ExitCodes.BadInput;
        if (choice.PointOf(scenario, arguments.Point) is not { } point) return ExitCodes.BadInput;
        if (OutFolder.FileProblem(arguments.Out) is { } problem) return BadInput(problem);

        crash.Folder = Path.GetDirectoryName(Path.GetFullPath(arguments.Out));
        try
        {
            var record = executor.Execute(RequestFor(scenario, point, arguments), cancel);
            var name = $"{scenario.Name} {PointLabel.Format(point.Coordinates)}".TrimEnd();
            terminal.Out.WriteLine($"{record[Metrics.SimEvents]:0} events of {name}, replication {record.Replication}, seed {record.Seed}, digest {record.Digest:x16}: {arguments.Out}");
            return ExitCodes.Done;
        }
        catch (UnrunnableException error)
        {
            // Seen only when it runs, but a mistake in the scenario all the same.
            terminal.Error.WriteLine(scenario.Places is { } places ? RunProblems.CannotGoOn(places.Name, error.Message).ToString().TrimEnd() : $"gmpsim: error: {error.Message}");
            return ExitCodes.BadInput;
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            terminal.Error.WriteLine("Interrupted.");
            return ExitCodes.Interrupted;
        }
    }

    // The warm-up of a scenario that leaves it to the program is found as in a batch: by the pilots of all points.
    private RunRequest RequestFor(Scenario scenario, ScenarioPoint point, TraceArguments arguments)
    {
        var seed = Seeds.OfReplication(point.Setup.Run.Seed, arguments.Replication);
        var warmup = point.Setup.Run.Warmup ?? LongestWarmup(scenario);
        var schedTrace = arguments.SchedTrace is { } wish ? new SchedTraceOutput(wish, _ => Path.ChangeExtension(arguments.Out, ".schedtrace.txt")) : null;
        return new(scenario.Name, point, arguments.Replication, seed, warmup, new() { TraceFile = arguments.Out, SchedTrace = schedTrace });
    }

    private SimDuration LongestWarmup(Scenario scenario)
    {
        var longest = SimDuration.Zero;
        foreach (var point in scenario.Points.Where(p => p.Setup.Run.Warmup is null))
        {
            var run = point.Setup.Run;
            var request = new RunRequest(scenario.Name, point, 0, Seeds.OfPilot(run.Seed), SimDuration.Zero, new());
            var pilot = executor.Pilot(request, WarmupRule.BinOf(run.Duration), cancel);
            longest = SimDuration.Max(longest, WarmupRule.Judge(pilot, run.Duration).Warmup);
        }

        return longest;
    }

    private int BadInput(string message)
    {
        terminal.Error.WriteLine($"gmpsim: error: {message}");
        return ExitCodes.BadInput;
    }
}
