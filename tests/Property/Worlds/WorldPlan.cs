using GmpSim.Engine;

namespace GmpSim.Tests.Property.Worlds;

/// <summary>A small world drawn at random, and every simpler one beneath it; it prints as the scenario that rebuilds it.</summary>
public sealed record WorldPlan
{
    private static readonly int[] EventLimits = [1, 2, 3, 128];

    public ulong Seed { get; init; }

    public bool Ideal { get; init; }

    public int Cores { get; init; } = 1;

    public int GoMinor { get; init; } = 27;

    public int Gomaxprocs { get; init; } = 1;

    public bool PerP { get; init; }

    public int MaxEvents { get; init; } = 128;

    public bool Tasks { get; init; }

    public bool RandomPlacement { get; init; }

    public bool Open { get; init; }

    public bool Remote { get; init; }

    public int Connections { get; init; } = 1;

    public int Threads { get; init; } = 1;

    public int ThinkUs { get; init; }

    public int RatePerMs { get; init; } = 10;

    public IReadOnlyList<string> SwitchedOff { get; init; } = [];

    public IReadOnlyList<string> Work { get; init; } = [];

    public IReadOnlyList<string> Spawned { get; init; } = [];

    /// <summary>The plan that a number stands for.</summary>
    public static WorldPlan Draw(ulong number)
    {
        var random = new RandomStream(number, "world-plan");
        bool Coin() => random.NextBelow(2) == 0;
        var spawned = Operations(random, mayContain: ["cpu", "cpu", "sleep", "yield"], atMost: 2);
        return new()
        {
            Seed = number,
            Ideal = Coin(),
            Cores = 1 + random.NextBelow(8),
            GoMinor = 14 + random.NextBelow(14),
            Gomaxprocs = 1 + random.NextBelow(Coin() ? 4 : 16),
            PerP = Coin(),
            MaxEvents = EventLimits[random.NextBelow(EventLimits.Length)],
            Tasks = random.NextBelow(3) == 0,
            RandomPlacement = Coin(),
            Open = Coin(),
            Remote = Coin(),
            Connections = 1 + random.NextBelow(Coin() ? 6 : 60),
            Threads = 1 + random.NextBelow(3),
            ThinkUs = Coin() ? 0 : random.NextBelow(300),
            RatePerMs = 1 + random.NextBelow(500),
            SwitchedOff = [.. new[] { "runnext", "steal", "spinning", "sysmon", "async_preempt", "fairness_tick" }.Where(_ => random.NextBelow(8) == 0)],
            Spawned = spawned,
            Work = Operations(random, spawned.Count > 0 ? ["cpu", "cpu", "sleep", "yield", "spawn", "spawn"] : ["cpu", "sleep", "yield"], atMost: 4),
        };
    }

    /// <summary>Plans with one thing less in them.</summary>
    public IEnumerable<WorldPlan> Simpler()
    {
        if (!Ideal) yield return this with { Ideal = true };
        foreach (var off in SwitchedOff) yield return this with { SwitchedOff = [.. SwitchedOff.Where(other => other != off)] };
        for (var i = 0; i < Work.Count; i++) yield return this with { Work = [.. Work.Where((_, at) => at != i)] };
        for (var i = 0; i < Spawned.Count && Spawned.Count > 1; i++) yield return this with { Spawned = [.. Spawned.Where((_, at) => at != i)] };
        if (PerP) yield return this with { PerP = false };
        if (!Remote) yield return this with { Remote = true };
        if (Open) yield return this with { Open = false };
        if (RandomPlacement) yield return this with { RandomPlacement = false };
        if (Threads > 1) yield return this with { Threads = 1 };
        if (MaxEvents != 128) yield return this with { MaxEvents = 128 };
        if (GoMinor != 27) yield return this with { GoMinor = 27 };
        if (ThinkUs > 0) yield return this with { ThinkUs = 0 };
        if (Gomaxprocs > 1) yield return this with { Gomaxprocs = Gomaxprocs / 2 };
        if (Gomaxprocs > 2) yield return this with { Gomaxprocs = Gomaxprocs - 1 };
        if (Cores > 1) yield return this with { Cores = Cores - 1 };
        if (Connections > 1) yield return this with { Connections = Connections / 2 };
        if (Connections > 2) yield return this with { Connections = Connections - 1 };
        if (RatePerMs > 1) yield return this with { RatePerMs = RatePerMs / 2 };
    }

    /// <summary>The plan as a scenario file.</summary>
    public override string ToString()
    {
        var place = Remote ? "remote" : "same-machine";
        var server = Tasks ? $"kind: tasks, handler: handler, placement: {(RandomPlacement ? "random-p" : "global")}" : "kind: http, handler: handler";
        var kind = Open ? $"kind: open, rate: {RatePerMs}k/s" : $"kind: closed, think: {(ThinkUs == 0 ? "0s" : $"{{exponential: {ThinkUs}us}}")}";
        var where = Tasks ? "" : $", on: {place}, threads: {Threads}{(Remote ? ", rtt: 20us" : "")}";
        var connections = Tasks && Open ? "" : $", connections: {Connections}";
        var handler = Tasks ? Work : ["read: request", .. Work, "write: response"];
        string[] lines =
        [
            "gmpsim: 1",
            "machines:",
            $"  small: {{ base: {(Ideal ? "ideal" : "generic-x86")}, cores: {Cores} }}",
            "scenarios:",
            "  drawn:",
            "    machine: small",
            "    runtime:",
            $"      go: \"1.{GoMinor}\"",
            $"      gomaxprocs: {Gomaxprocs}",
            $"      netpoller: {{ topology: {(PerP ? "per-p" : "shared")}, max_events: {MaxEvents} }}",
            $"      toggles: {{ {string.Join(", ", SwitchedOff.Select(toggle => $"{toggle}: false"))} }}",
            "    workload:",
            $"      server: {{ {server} }}",
            $"      clients: [ {{ {kind}{connections}{where} }} ]",
            "    programs:",
            $"      handler: [ {string.Join(", ", (handler.Count == 0 ? ["cpu: 1us"] : handler).Select(Entry))} ]",
            .. Work.Contains("spawn: child") ? new[] { $"      child: [ {string.Join(", ", Spawned.Select(Entry))} ]" } : [],
            $"    run: {{ warmup: 0s, duration: 5ms, replications: 1, seed: {Seed} }}",
        ];
        return string.Join('\n', lines) + "\n";
    }

    private static string Entry(string operation) => operation.Contains(':') ? $"{{ {operation} }}" : operation;

    private static List<string> Operations(RandomStream random, string[] mayContain, int atMost)
    {
        var operations = new List<string>();
        for (var left = random.NextBelow(atMost + 1); left > 0; left--)
        {
            var us = 1 + random.NextBelow(random.NextBelow(4) == 0 ? 400 : 20);
            operations.Add(mayContain[random.NextBelow(mayContain.Length)] switch
            {
                "cpu" => $"cpu: {{ exponential: {us}us }}",
                "sleep" => $"sleep: {{ exponential: {us}us }}",
                "yield" => "yield",
                _ => "spawn: child",
            });
        }

        return operations;
    }
}
