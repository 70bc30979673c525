using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Results;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>Blocking input and output in a whole world: a server whose handlers read files in system calls (claim A4).</summary>
public sealed class BlockingSyscallTests
{
    private const string Scenario = """
        gmpsim: 1
        machines:
          server: { base: generic-x86, cores: 16 }
        scenarios:
          files:
            machine: server
            runtime: { go: "VERSION", gomaxprocs: 8 }
            run: { warmup: 0s, duration: 200ms, replications: 1, seed: 1 }
            programs:
              handler: [ read, { cpu: { exponential: 300us } }, STEP, { cpu: 100us }, write ]
              thread: [ lock-os-thread, { sleep: 100us }, { cpu: 10us }, { syscall: 50us } ]
            workload: { server: { kind: http, handler: handler }, clients: [ { kind: open, connections: 500, rate: 5k/s, on: remote } ] }

        """;

    [Test]
    public void Blocking_calls_make_Ms_and_sysmon_hands_their_Ps_over()
    {
        var calls = Run("{ syscall: { exponential: 10ms } }");
        var sleeps = Run("{ sleep: { exponential: 10ms } }");

        Assert.That(calls.Retakes, Is.GreaterThan(100), "Ps taken from calls");
        Assert.That(sleeps.Retakes, Is.LessThanOrEqualTo(3), "500 connections enlarge the descriptor table three times, and accept4 waits for that");
        // 5000/s for 10 ms: 50 calls at a time on the average, and as many threads more.
        Assert.That(calls.Threads, Is.InRange(50, 100));
        Assert.That(sleeps.Threads, Is.InRange(4, 12));

        // How late sysmon comes is chance: over several runs the ratio is about 2.2, in a single one between 1.4 and 4.
        double Wait(string step) => Enumerable.Range(1, 4).Sum(seed => Run(step, (ulong)seed).PWaitMs);
        Assert.That(Wait("{ syscall: { exponential: 10ms } }"), Is.GreaterThan(1.5 * Wait("{ sleep: { exponential: 10ms } }")), "Ps lie in calls until sysmon comes");
    }

    [Test]
    public void Calls_of_every_kind_and_locked_threads_keep_the_invariants_and_every_request_is_answered(
        [Values("1.14", "1.25", "1.27")] string version,
        [Values(
            "{ syscall: 3ms }",
            "{ syscall: { time: 3ms, blocking: true } }",
            "{ syscall: { time: 200us, cgo: true } }",
            "lock-os-thread, { syscall: 1ms }, { sleep: 1ms }, unlock-os-thread",
            "{ spawn: thread }")] string step)
    {
        var world = Build(step, version);
        world.Simulation.Observer = new InvariantChecker(world.Process, everyEvents: 3);
        world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(50));

        Assert.That(world.Recorder.Requests, Is.GreaterThan(150), "5000/s for 50 ms, less those on their way");
    }

    private static (long Retakes, int Threads, double PWaitMs) Run(string step, ulong seed = 1)
    {
        var world = Build(step, version: "1.27", seed);
        world.Simulation.Observer = new InvariantChecker(world.Process, everyEvents: 7);
        var figures = world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(200));
        var wait = figures[Metrics.All.ToList().IndexOf(Metrics.PWaitMeanMs)]!.Value;
        TestContext.Out.WriteLine($"{step}: {world.Process.Counters.Retakes} retakes, {world.Process.Ms.Count} Ms, {wait} ms for a P, {world.Recorder.Requests} requests");
        return (world.Process.Counters.Retakes, world.Process.Ms.Count, wait);
    }

    private static World Build(string step, string version, ulong seed = 1)
    {
        var read = ScenarioReader.ReadText("test.yaml", Scenario.Replace("STEP", step, StringComparison.Ordinal).Replace("VERSION", version, StringComparison.Ordinal));
        Assert.That(read.HasErrors, Is.False, string.Concat(read.Problems));
        return World.Build(read.File!.Scenarios[0].Points[0].Setup, seed, PendingEventSets.Create(PendingEventSetKind.Heap));
    }
}
