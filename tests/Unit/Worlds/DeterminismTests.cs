using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>The same scenario and seed give the same run, whatever watches it and whatever queues its events.</summary>
public sealed class DeterminismTests
{
    private const string Header = """
        gmpsim: 1
        machines:
          small: { base: generic-x86, cores: 4 }
        scenarios:
          drawn:
            machine: small
            run: { warmup: 0s, duration: 20ms, replications: 1, seed: 1 }
            programs:
              handler: [ { read: request }, { cpu: { lognormal: { median: 8us, p99: 30us } } }, { spawn: child }, { sleep: { exponential: 50us } }, { write: response } ]
              child: [ { cpu: { exponential: 20us } }, yield, { cpu: 5us } ]

        """;

    private static readonly string[] Servers =
    [
        "    runtime: { gomaxprocs: 4, netpoller: shared }\n",
        "    runtime: { gomaxprocs: 4, netpoller: per-p }\n",
        "    runtime: { go: \"1.14\", gomaxprocs: 8 }\n",
    ];

    private static readonly string[] Clients =
    [
        "    workload: { server: { kind: http, handler: handler }, clients: [ { kind: closed, connections: 40, threads: 2, think: { exponential: 100us } } ] }\n",
        "    workload: { server: { kind: http, handler: handler }, clients: [ { kind: open, connections: 40, rate: 60k/s, on: remote, rtt: 50us } ] }\n",
        "    workload: { server: { kind: http, handler: handler }, clients: [ { kind: closed, connections: 40, threads: 2, keep_alive: false }, { kind: open, rate: 20k/s, rtt: 50us, keep_alive: false } ] }\n",
    ];

    [Test]
    public void The_same_seed_gives_the_same_run_and_another_seed_another([ValueSource(nameof(Servers))] string runtime, [ValueSource(nameof(Clients))] string clients)
    {
        var scenario = Header + runtime + clients;

        var first = Run(scenario, seed: 1);
        Assert.That(Run(scenario, seed: 1), Is.EqualTo(first));
        Assert.That(Run(scenario, seed: 2).Digest, Is.Not.EqualTo(first.Digest));
        Assert.That(first.Requests, Is.GreaterThan(100), "the run is not empty");
    }

    [Test]
    public void Every_pending_event_set_gives_the_same_run([ValueSource(nameof(Servers))] string runtime, [ValueSource(nameof(Clients))] string clients)
    {
        var scenario = Header + runtime + clients;

        Assert.That(Run(scenario, seed: 5, PendingEventSetKind.Calendar), Is.EqualTo(Run(scenario, seed: 5, PendingEventSetKind.Heap)));
    }

    [Test]
    public void To_watch_a_run_does_not_change_it([ValueSource(nameof(Servers))] string runtime, [ValueSource(nameof(Clients))] string clients)
    {
        var scenario = Header + runtime + clients;

        Assert.That(Run(scenario, seed: 9, isChecked: true), Is.EqualTo(Run(scenario, seed: 9)));
    }

    [Test]
    public void A_second_client_does_not_move_the_arrivals_of_the_first()
    {
        const string first = "{ kind: open, connections: 500, rate: 20k/s, on: remote }";
        const string second = "{ kind: open, connections: 500, rate: 30k/s, on: remote }";
        string Workload(string clients) => Header + "    workload: { server: { kind: http, handler: handler }, clients: [ " + clients + " ] }\n    runtime: { gomaxprocs: 4 }\n";

        var alone = ArrivalsOfFirstClient(Workload(first));
        var together = ArrivalsOfFirstClient(Workload(first + ", " + second));

        Assert.That(alone, Has.Count.GreaterThan(300));
        Assert.That(together, Is.EqualTo(alone));
    }

    private static (ulong Digest, long Events, long Requests) Run(string scenario, ulong seed, PendingEventSetKind kind = PendingEventSetKind.Heap, bool isChecked = false)
    {
        var world = Build(scenario, seed, kind);
        if (isChecked) world.Simulation.Observer = new InvariantChecker(world.Process);
        world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(20));
        return (world.Simulation.Digest, world.Simulation.EventCount, world.Recorder.Requests);
    }

    private static List<SimTime> ArrivalsOfFirstClient(string scenario)
    {
        var world = Build(scenario, seed: 3, PendingEventSetKind.Heap);
        var watcher = new AlarmWatcher();
        world.Simulation.Observer = watcher;
        world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(20));
        return watcher.OfFirstClient();
    }

    private static World Build(string scenario, ulong seed, PendingEventSetKind kind)
    {
        var read = ScenarioReader.ReadText("test.yaml", scenario);
        Assert.That(read.Problems, Is.Empty);
        return World.Build(read.File!.Scenarios[0].Points[0].Setup, seed, PendingEventSets.Create(kind));
    }
}
