using System.Globalization;
using System.Reflection;
using GmpSim.Cli.Verbs;
using GmpSim.Cli.Views;
using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Spec;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Cli;

/// <summary>Collects the facts of the manifest: enough to run the batch again, and nothing of this machine.</summary>
internal static class ManifestBuilder
{
    /// <summary>Version of this build, for example <c>0.1.0</c>.</summary>
    internal static string ToolVersion { get; } =
        typeof(ManifestBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    internal static ManifestFacts Build(LoadedScenarios loaded, ScenarioArguments arguments) => new()
    {
        ToolVersion = ToolVersion,
        Files =
        [
            .. loaded.Files.SelectMany(file => file.DataFiles.Select(data => new SourceFile(Portable(data.Path), data.ContentHash)).Prepend(new(Portable(file.File), file.ContentHash))),
        ],
        Machines = Machines(loaded.Scenarios),
        Seeds = [.. loaded.Scenarios.Select(s => new ScenarioSeed(s.Name, s.Points[0].Setup.Run.Seed))],
        CommandLine = CommandLine(arguments),
        Assumptions = AssumptionsOf(loaded.Scenarios),
    };

    /// <summary>The facts of real runs: no simulated machine, no model, and a version that keeps them apart from simulated runs of the same points.</summary>
    internal static ManifestFacts BuildLive(LoadedScenarios loaded, ScenarioArguments arguments) => Build(loaded, arguments) with
    {
        ToolVersion = ToolVersion + "+live",
        Machines = [],
        CommandLine = CommandLine(arguments) + " --live",
        Assumptions =
        [
            new("live", "These runs are real: threads, epoll and sockets of the machine that made them, not simulated ones. They do not repeat bit by bit, and their digests are 0."),
            new("live", "Clients run in the same process on threads of their own. Skew counts from the end of the client's write. What cannot be measured is empty; docs/live.md says how the rest is."),
            new("statistics", "Intervals are 95 % Student-t intervals over replications, which ran one after another on one machine: what it does besides is in all of them."),
        ],
    };

    /// <summary>The command that gives the same results: what changes a figure is in it, what does not is left out.</summary>
    internal static string CommandLine(ScenarioArguments arguments) =>
        CommandText.Of(["gmpsim", "run", .. arguments.Paths.Select(Portable), .. OptionsOf(arguments)]);

    /// <summary>The options that select and change scenarios, as words of a command line.</summary>
    internal static IEnumerable<string> OptionsOf(ScenarioArguments arguments)
    {
        foreach (var only in arguments.Only) yield return $"--only={only}";
        foreach (var change in arguments.Overrides)
        {
            yield return "--set";
            yield return change;
        }

        if (arguments.Machine is { } machine)
        {
            yield return "--machine";
            yield return Portable(machine);
        }

        if (arguments.Seed is { } seed)
        {
            yield return "--seed";
            yield return seed.ToString(CultureInfo.InvariantCulture);
        }

        if (arguments.Replications is { } replications)
        {
            yield return "--replications";
            yield return replications.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>A path as it may stand in a result: relative inside the working folder, the bare name outside it.</summary>
    internal static string Portable(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, Path.GetFullPath(path));
        var inside = !Path.IsPathRooted(relative) && !relative.StartsWith("..", StringComparison.Ordinal);
        return inside ? relative.Replace('\\', '/') : Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
    }

    private static List<MachineFacts> Machines(IReadOnlyList<Scenario> scenarios)
    {
        using var hash = new ContentHash();
        var uses = scenarios.SelectMany(s => s.Points.Select(p => (Scenario: s.Name, p.Setup.Machine, Hash: hash.Add(p.Setup.Machine).Take())));
        return
        [
            .. uses.GroupBy(use => use.Hash, StringComparer.Ordinal).Select(group => new MachineFacts(
                Path.IsPathRooted(group.First().Machine.Profile) ? Portable(group.First().Machine.Profile) : group.First().Machine.Profile,
                MachineText.Topology(group.First().Machine),
                [.. group.Select(use => use.Scenario).Distinct(StringComparer.Ordinal)],
                [.. group.First().Machine.Costs.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new CostFact(c.Key, c.Value.Value, c.Value.Source))])),
        ];
    }

    private static List<Assumption> AssumptionsOf(IReadOnlyList<Scenario> scenarios)
    {
        var costs = scenarios.SelectMany(s => s.Points).SelectMany(p => p.Setup.Machine.Costs.Values).DistinctBy(c => (c.Key, c.Value, c.Source)).ToList();
        var assumed = costs.Count(c => c.Source.Contains("assumed", StringComparison.OrdinalIgnoreCase));
        return
        [
            new("statistics", "Intervals are 95 % Student-t intervals over replications, each with a seed of its own; values within a run are never treated as independent."),
            new("statistics", "Replication r of every point of a sweep runs on the same random numbers, and claims are evaluated replication by replication, so that shared noise cancels."),
            new("statistics", string.Create(CultureInfo.InvariantCulture, $"Percentiles come from log-linear histograms and are within {Histogram.RelativeError * 100:0.##} % of the recorded value; means and maxima are exact.")),
            .. scenarios.SelectMany(s => s.Points).SelectMany(p => ModelAssumptions.Of(p.Setup)).Distinct(),
            new("costs", string.Create(CultureInfo.InvariantCulture, $"{assumed} of the {costs.Count} costs of the simulated machines are assumed, as their sources say; the others come from the literature or from calibration.")),
        ];
    }
}
