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
        if (ScenarioOf(loaded, arguments.Scenario) is not { } scenario) return ExitCodes.BadInput;
        if (PointOf(scenario, arguments.Point) is not { } point) return ExitCodes.BadInput;
        if (OutFolder.FileProblem(arguments.Out) is { } problem) return BadInput(problem);

        crash.Folder = Path.GetDirectoryName(Path.GetFullPath(arguments.Out));
        try
        {
            var record = executor.Execute(RequestFor(scenario, point, arguments), cancel);
            var name = $"{scenario.Name} {PointLabel.Format(point.Coordinates)}".TrimEnd();
            terminal.Out.WriteLine($"{record[Metrics.SimEvents]:0} events of {name}, replication {record.Replication}, seed {record.Seed}, digest {record.Digest:x16}: {arguments.Out}");
            return ExitCodes.Done;
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
        return new(scenario.Name, point, arguments.Replication, seed, warmup, new() { TraceFile = arguments.Out });
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

    private Scenario? ScenarioOf(LoadedScenarios loaded, string? name)
    {
        if (name is null && loaded.Scenarios.Count == 1) return loaded.Scenarios[0];
        var names = string.Join(", ", loaded.Scenarios.Select(s => s.Name));
        if (name is null) return Refuse<Scenario>($"there are several scenarios; choose one with --scenario: {names}");
        return loaded.Scenarios.FirstOrDefault(s => s.Name == name) ?? Refuse<Scenario>($"there is no scenario '{name}'; there are {names}");
    }

    private ScenarioPoint? PointOf(Scenario scenario, IReadOnlyList<string> wanted)
    {
        var coordinates = scenario.Points.SelectMany(p => p.Coordinates).ToList();
        if (wanted.FirstOrDefault(w => !coordinates.Exists(c => NameIn(w) == c.Name || NameIn(w) == c.Path)) is { } unknown)
            return Refuse<ScenarioPoint>(TextOfUnknown(scenario, NameIn(unknown), [.. coordinates.Select(c => c.Name).Distinct(StringComparer.Ordinal)]));

        var matches = scenario.Points.Where(point => wanted.All(w => point.Coordinates.Any(c => w == $"{c.Name}={c.Value}" || w == $"{c.Path}={c.Value}"))).ToList();
        if (matches.Count == 1) return matches[0];
        return Refuse<ScenarioPoint>(matches.Count == 0
            ? $"no point of '{scenario.Name}' is {string.Join(", ", wanted)}; there are {Labels(scenario.Points)}"
            : $"{matches.Count} points of '{scenario.Name}' match; choose one with --point name=value: {Labels(matches)}");
    }

    private static string NameIn(string coordinate) => coordinate.Split('=')[0];

    private static string Labels(IReadOnlyList<ScenarioPoint> points) => string.Join(", ", points.Select(p => PointLabel.Format(p.Coordinates)));

    private static string TextOfUnknown(Scenario scenario, string name, IReadOnlyList<string> names)
    {
        if (names.Count == 0) return $"'{scenario.Name}' has no sweep, so --point has nothing to choose from";
        var nearest = Nearest.To(name, names) is { } near ? $"; did you mean '{near}'?" : $"; there {(names.Count == 1 ? "is" : "are")} {string.Join(", ", names)}";
        return $"--point: '{scenario.Name}' has no coordinate '{name}'{nearest}";
    }

    private T? Refuse<T>(string message)
        where T : class
    {
        BadInput(message);
        return null;
    }

    private int BadInput(string message)
    {
        terminal.Error.WriteLine($"gmpsim: error: {message}");
        return ExitCodes.BadInput;
    }
}
