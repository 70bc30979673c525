using GmpSim.Cli.Live;
using GmpSim.Cli.Progress;
using GmpSim.Cli.Verbs;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Actions;

/// <summary>Does what <c>gmpsim run</c> promises.</summary>
/// <remarks>Nothing is written before the whole input is known to be good.</remarks>
internal sealed class RunAction(Terminal terminal, IScenarioLoader loader, IRunExecutor executor, IResultPublisher publisher, CrashReport crash, CancellationToken cancel)
{
    private const double LongSeconds = 3600;

    internal int Run(RunArguments arguments)
    {
        if (loader.Load(arguments.Scenarios, terminal.Error) is not { } loaded) return ExitCodes.BadInput;
        if (arguments.Live && LiveRequest.Problems(arguments, loaded.Scenarios) is { Count: > 0 } refusals)
        {
            foreach (var refusal in refusals) terminal.Error.WriteLine(refusal);
            return ExitCodes.BadInput;
        }

        if (OutFolder.Problem(arguments.Out) is { } problem) return BadInput(problem);

        var plan = arguments.Live
            ? BatchPlan.Of(loaded.Title, [.. loaded.Scenarios.Select(LiveWarmup.Fixed)], ManifestBuilder.BuildLive(loaded, arguments.Scenarios))
            : BatchPlan.Of(loaded.Title, loaded.Scenarios, ManifestBuilder.Build(loaded, arguments.Scenarios));
        var notices = new Notices(terminal.Error);
        var store = new RunStore(arguments.Out, notices.Say);
        try
        {
            using var hold = store.Lock();
            crash.Folder = arguments.Out;
            crash.CommandFor = request => TraceCommand(loaded, arguments.Scenarios, request);
            return RunInto(store, plan, arguments, notices);
        }
        catch (StateInUseException inUse)
        {
            return BadInput(inUse.Message);
        }
    }

    private int RunInto(RunStore store, BatchPlan plan, RunArguments arguments, Notices notices)
    {
        // Tables of an earlier batch beside the runs of this one would mislead whoever looks before the end.
        var schedTraces = new SchedTraceFolder(arguments.Out);
        if (!arguments.Resume)
        {
            publisher.Retract(arguments.Out);
            schedTraces.Clear();
            store.Clear();
        }

        store.WriteOutline(plan.Outline);
        if (!arguments.Live) WarnOfLength(plan, arguments);
        var settings = new BatchSettings
        {
            Jobs = arguments.Live ? 1 : arguments.Jobs,
            Resume = arguments.Resume,
            Shard = arguments.Shard,
            RunOptions = new()
            {
                Queue = arguments.Queue,
                CheckInvariants = arguments.CheckInvariants,
                SchedTrace = arguments.SchedTrace is { } wish ? new(wish, schedTraces.FileOf) : null,
            },
        };
        IReadOnlyList<RunFailedException> givenUp = [];
        var complete = ProgressView(arguments.Quiet).Follow(progress =>
        {
            var runner = new BatchRunner(plan, arguments.Live ? new LiveExecutor() : executor, store, settings, progress);
            var isComplete = runner.Run(cancel);
            givenUp = runner.GivenUp;
            return isComplete;
        });
        notices.End();
        foreach (var failure in givenUp) terminal.Error.WriteLine(TextOf(failure, plan.Scenarios));
        if (!complete) return Interrupted(arguments);

        var exit = arguments.Shard.IsWhole ? Finish(store, plan.Outline, arguments, givenUp) : ShardDone(arguments);
        return givenUp.Count > 0 ? ExitCodes.BadInput : exit;
    }

    /// <summary>Writes the results of all scenarios that could be run.</summary>
    private int Finish(RunStore store, BatchOutline outline, RunArguments arguments, IReadOnlyList<RunFailedException> givenUp)
    {
        List<ScenarioOutline> whole = [.. outline.Scenarios.Where(scenario => givenUp.All(failure => failure.Request.Scenario != scenario.Name))];
        if (whole.Count == 0) return ExitCodes.BadInput;
        if (givenUp.Count > 0) terminal.Error.WriteLine($"{givenUp.Count} of {outline.Scenarios.Count} scenarios could not be run to the end; the results are those of the others.");
        return new ResultWriter(terminal, publisher).Write(outline with { Scenarios = whole }, store, new(arguments.Strict, arguments.Quiet, arguments.Plots));
    }

    private static string TextOf(RunFailedException failure, IReadOnlyList<Scenario> scenarios) =>
        scenarios.First(scenario => scenario.Name == failure.Request.Scenario).Places is { } places
            ? RunProblems.CannotGoOn(places.Name, failure.Message).ToString().TrimEnd()
            : $"gmpsim: error: {failure.Message}";

    private void WarnOfLength(BatchPlan plan, RunArguments arguments)
    {
        var seconds = plan.Scenarios.Sum(scenario => CostEstimate.Of(scenario).WallSeconds(arguments.Jobs)) / arguments.Shard.Count;
        if (seconds > LongSeconds)
            terminal.Error.WriteLine($"warning: this will take about {ListAction.Wall(seconds)}, roughly guessed; gmpsim list shows what takes how long, --resume goes on after an interruption");
    }

    private IProgressView ProgressView(bool quiet)
    {
        if (quiet) return new SilentProgress();
        return terminal.IsInteractive ? new BarProgress(terminal.ErrorConsole()) : new PlainProgress(terminal.Error);
    }

    private int Interrupted(RunArguments arguments)
    {
        if (arguments.Live)
        {
            terminal.Error.WriteLine("Interrupted. Real runs cannot be gone on with: others of another time would stand beside them.");
            return ExitCodes.Interrupted;
        }

        var command = CommandText.Of(
        [
            "gmpsim", "run", .. arguments.Scenarios.Paths, .. ManifestBuilder.OptionsOf(arguments.Scenarios), "--out", arguments.Out,
            .. arguments.Shard.IsWhole ? Array.Empty<string>() : ["--shard", $"{arguments.Shard.Index}/{arguments.Shard.Count}"],
            .. arguments.Strict ? ["--strict"] : Array.Empty<string>(), .. arguments.Plots ? Array.Empty<string>() : ["--no-plots"], "--resume",
        ]);
        terminal.Error.WriteLine("Interrupted. The runs that had ended are kept; to go on:");
        terminal.Error.WriteLine($"  {command}");
        return ExitCodes.Interrupted;
    }

    private int ShardDone(RunArguments arguments)
    {
        if (!arguments.Quiet)
            terminal.Out.WriteLine($"Part {arguments.Shard.Index} of {arguments.Shard.Count} is in {arguments.Out}; when all parts are done, join them with gmpsim merge.");
        return ExitCodes.Done;
    }

    private static string TraceCommand(LoadedScenarios loaded, ScenarioArguments arguments, RunRequest request)
    {
        var file = loaded.Files.First(f => f.Scenarios.Any(s => s.Name == request.Scenario)).File;
        return CommandText.Of(
        [
            "gmpsim", "trace", file, "--scenario", request.Scenario,
            .. request.Point.Coordinates.SelectMany(c => new[] { "--point", $"{c.Name}={c.Value}" }),
            "--replication", request.Replication.ToString(), .. ManifestBuilder.OptionsOf(arguments with { Only = [], Replications = null }),
        ]);
    }

    private int BadInput(string message)
    {
        terminal.Error.WriteLine($"gmpsim: error: {message}");
        return ExitCodes.BadInput;
    }
}
