using System.Text;
using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Scenarios.Exploration;

/// <summary>Small scenarios drawn at random from everything that the format can say and the world models.</summary>
/// <remarks>
/// A number stands for a scenario, the same on every machine; what becomes modelled later changes them all. The programs cannot block
/// themselves for ever: whoever sends to a channel has started a receiver, and what is locked is unlocked.
/// </remarks>
public static class RandomScenario
{
    private static readonly int[] s_eventLimits = [1, 2, 3, 128];
    private static readonly string[] s_toggles = ["runnext", "steal", "spinning", "sysmon", "async_preempt", "fairness_tick"];
    private static readonly string[] s_arrivals = ["poisson", "uniform", "bursty"];
    private static readonly string[] s_systems = ["kernel: \"5.4\"", "kernel: \"6.1\", preemption: full", "kernel: \"6.6\", preemption: none", "kernel: \"6.14\", preemption: lazy", "kernel: \"6.18\"", "kernel: \"7.0\""];
    private static readonly string[] s_topologies = ["sharded", "dedicated"];

    /// <summary>The scenario file that a number stands for.</summary>
    public static string Text(ulong number)
    {
        var random = new RandomStream(number, "random-scenario");
        bool OneIn(int n) => random.NextBelow(n) == 0;
        var isTasks = OneIn(3);
        var cores = 1 + random.NextBelow(8);
        var minor = GoRules.OldestMinor + random.NextBelow(GoRules.NewestMinor - GoRules.OldestMinor + 1);
        var programs = new RandomProgram(random);
        var handler = programs.Handler(isTasks);
        var server = Server(random, isTasks);

        // An event loop that waits in the kernel keeps its P until sysmon takes it: without sysmon more loops than Ps come to a stop, in Go as well.
        var toggles = server.Contains("event-loop", StringComparison.Ordinal) ? s_toggles.Where(toggle => toggle != "sysmon") : s_toggles;

        var text = new StringBuilder();
        text.AppendLine("gmpsim: 1");
        text.AppendLine("machines:");
        text.AppendLine($"  small: {{ base: {(OneIn(2) ? "ideal" : BuiltInMachines.Names[random.NextBelow(BuiltInMachines.Names.Count)])}, {(OneIn(2) ? $"cores: {cores}" : Topology(random))} }}");
        text.AppendLine("scenarios:");
        text.AppendLine("  drawn:");
        text.AppendLine("    machine: small");
        if (OneIn(2)) text.AppendLine($"    os: {{ {s_systems[random.NextBelow(s_systems.Length)]} }}");
        text.AppendLine("    runtime:");
        text.AppendLine($"      go: \"1.{minor}\"");
        text.AppendLine($"      gomaxprocs: {1 + random.NextBelow(OneIn(2) ? 4 : 16)}");
        text.AppendLine($"      netpoller: {Netpoller(random)}");
        if (toggles.Where(_ => OneIn(8)).ToArray() is { Length: > 0 } off) text.AppendLine($"      toggles: {{ {string.Join(", ", off.Select(toggle => $"{toggle}: false"))} }}");
        text.AppendLine("    workload:");
        text.AppendLine($"      server: {server}");
        text.AppendLine($"      clients: [{Client(random, isTasks)}]");
        text.AppendLine("    programs:");
        foreach (var (name, operations) in programs.All(handler)) text.AppendLine($"      {name}: [{string.Join(", ", operations)}]");
        text.AppendLine($"    run: {{ warmup: 0s, duration: 5ms, replications: 1, seed: {number} }}");
        return text.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>At most 16 logical CPUs, near to and far from each other.</summary>
    private static string Topology(RandomStream random) =>
        $"sockets: {1 + random.NextBelow(2)}, llcs_per_socket: {1 + random.NextBelow(2)}, cores_per_llc: {1 + random.NextBelow(2)}, threads_per_core: {1 + random.NextBelow(2)}";

    private static string Netpoller(RandomStream random)
    {
        var limit = s_eventLimits[random.NextBelow(s_eventLimits.Length)];
        var topology = random.NextBelow(4) switch
        {
            0 or 1 => "shared",
            2 => "per-p",
            _ => s_topologies[random.NextBelow(s_topologies.Length)],
        };
        var shards = topology is "shared" or "per-p" ? "" : $", shards: {1 + random.NextBelow(4)}";
        if (random.NextBelow(2) == 0) return $"{{ topology: {topology}{shards}, max_events: {limit} }}";
        var trigger = random.NextBelow(2) == 0 ? "edge" : "level";
        var variant = random.NextBelow(4) switch
        {
            0 => ", oneshot: true",
            1 when topology is "shared" or "sharded" => ", waiters: all",
            2 when trigger == "edge" => ", exclusive: true",
            _ => "",
        };
        return $"{{ topology: {topology}{shards}, max_events: {limit}, trigger: {trigger}{variant} }}";
    }

    private static string Server(RandomStream random, bool isTasks) =>
        isTasks ? $"{{ kind: tasks, handler: handler, placement: {(random.NextBelow(2) == 0 ? "random-p" : "global")} }}"
        : random.NextBelow(4) > 0 ? "{ kind: http, handler: handler }"
        : $"{{ kind: event-loop, handler: handler, loops: {1 + random.NextBelow(6)}, max_events: {s_eventLimits[random.NextBelow(s_eventLimits.Length)]}, lock_threads: {(random.NextBelow(4) == 0 ? "true" : "false")} }}";

    private static string Client(RandomStream random, bool isTasks)
    {
        var isOpen = random.NextBelow(2) == 0;
        var isRemote = random.NextBelow(2) == 0;
        var think = random.NextBelow(2) == 0 ? "0s" : $"{{ exponential: {1 + random.NextBelow(300)}us }}";
        var isScripted = random.NextBelow(4) == 0;
        var kind = isOpen
            ? $"kind: {(isScripted ? "scripted" : "open")}, rate: {1 + random.NextBelow(random.NextBelow(2) == 0 ? 20 : 500)}k/s, arrivals: {s_arrivals[random.NextBelow(s_arrivals.Length)]}"
            : $"kind: {(isScripted ? "scripted" : "closed")}, think: {think}";
        if (isScripted) kind += $", script: [{{ at: {random.NextBelow(2000)}us, do: pause }}, {{ at: {2000 + random.NextBelow(1000)}us, do: resume }}, {{ at: {3000 + random.NextBelow(1000)}us, limit: {1 + random.NextBelow(200)}k/s }}]";
        var connections = isTasks && isOpen ? "" : $", connections: {1 + random.NextBelow(random.NextBelow(2) == 0 ? 6 : 40)}";
        var place = isTasks ? "" : isRemote ? ", on: remote, rtt: 20us" : $", on: same-machine, threads: {1 + random.NextBelow(3)}";
        var closing = !isTasks && random.NextBelow(4) == 0 ? ", keep_alive: false" : "";
        return $"{{ {kind}{connections}{place}{closing} }}";
    }
}
