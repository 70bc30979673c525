using GmpSim.Cli.Verbs;
using GmpSim.Results;
using GmpSim.Scenarios.Advice;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Actions;

/// <summary>Makes the candidates of a search: a point of the scenario with each setting, all else alike.</summary>
internal sealed class AdviceCandidates(TextWriter errors)
{
    private const string Gomaxprocs = "runtime.gomaxprocs";
    private const string Netpoller = "runtime.netpoller";
    private const int FirstMinorWithCgroups = 25;

    /// <summary>The candidates, the program's default among them; <see langword="null"/> where something prevents it, which has been said.</summary>
    internal IReadOnlyList<AdviceCandidate>? Of(Scenario scenario, AdviseArguments arguments)
    {
        if (scenario.Points[0].Setup.Runtime is null) return Refuse($"'{scenario.Name}' has a server of kind '{scenario.Points[0].Setup.Workload.Server.Kind}', which has no Go runtime");
        if (BasePoint(scenario, arguments.Point) is not { Setup: { Runtime: { } runtime } setup } point) return null;
        if (runtime.Changes.Count > 0) return Refuse($"the program of '{scenario.Name}' sets GOMAXPROCS itself (runtime.changes): there is nothing to search");
        if (arguments.Shards.Count > 0 && !arguments.Netpollers.Any(HasShards)) return Refuse("--shards goes with --netpoller sharded or dedicated");

        var counts = (arguments.Gomaxprocs.Count > 0 ? arguments.Gomaxprocs : Usual(setup.Cpus)).Append(runtime.DefaultGomaxprocs).Distinct().Order().ToList();
        var netpollers = Netpollers(arguments, runtime.Netpoller);
        return
        [
            .. from netpoller in netpollers
               from count in counts
               let isDefault = count == runtime.DefaultGomaxprocs
               let changed = runtime with { Gomaxprocs = count, FollowsCgroup = isDefault && runtime.GoMinor >= FirstMinorWithCgroups, Netpoller = netpoller.Spec }
               select new AdviceCandidate(
                   netpoller.Label.Length > 0 ? $"gomaxprocs={count} {netpoller.Label}" : $"gomaxprocs={count}",
                   new ScenarioPoint([.. point.Coordinates.Where(IsOther), new(Gomaxprocs, "gomaxprocs", count.ToString()), new(Netpoller, "netpoller", netpoller.Label)], setup with { Runtime = changed }),
                   isDefault && netpoller == netpollers[0]),
        ];
    }

    /// <summary>The point that candidates are made of: swept GOMAXPROCS and netpollers do not matter.</summary>
    private ScenarioPoint? BasePoint(Scenario scenario, IReadOnlyList<string> wanted)
    {
        if (wanted.Count > 0) return new PointChoice(errors).PointOf(scenario, wanted);
        var others = scenario.Points.Select(point => PointLabel.Format([.. point.Coordinates.Where(IsOther)])).Distinct(StringComparer.Ordinal).ToList();
        if (others.Count == 1) return scenario.Points[0];
        Refuse($"'{scenario.Name}' is swept over more than GOMAXPROCS and the netpoller; choose a point with --point name=value: {string.Join(", ", scenario.Points.Select(point => PointLabel.Format(point.Coordinates)))}");
        return null;
    }

    /// <summary>Powers of two up to the CPUs, and the CPUs.</summary>
    private static List<int> Usual(int cpus)
    {
        var counts = new List<int>();
        for (var count = 1; count < cpus; count *= 2) counts.Add(count);
        return [.. counts, cpus];
    }

    private static List<(string Label, NetpollerSpec Spec)> Netpollers(AdviseArguments arguments, NetpollerSpec own)
    {
        if (arguments.Netpollers.Count == 0) return [("", own)];
        IReadOnlyList<int> shards = arguments.Shards.Count > 0 ? arguments.Shards : [1];
        return
        [
            .. arguments.Netpollers.SelectMany(topology => HasShards(topology)
                ? shards.Select(count => ($"netpoller={topology} shards={count}", Usual(topology, count, own)))
                : [($"netpoller={topology}", Usual(topology, 1, own))]),
        ];
    }

    private static NetpollerSpec Usual(string topology, int shards, NetpollerSpec own) =>
        new() { Topology = topology, Shards = shards, Trigger = "edge", Oneshot = false, Exclusive = false, Waiters = "one", MaxEvents = own.MaxEvents, RebindOnMigrate = true };

    private static bool HasShards(string topology) => topology is "sharded" or "dedicated";

    private static bool IsOther(Coordinate coordinate) => coordinate.Path != Gomaxprocs && !coordinate.Path.StartsWith(Netpoller, StringComparison.Ordinal);

    private IReadOnlyList<AdviceCandidate>? Refuse(string message)
    {
        errors.WriteLine($"gmpsim: error: {message}");
        return null;
    }
}
