using GmpSim.Engine;
using GmpSim.Scenarios.Exploration;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>GOMAXPROCS changes while connections are busy, under every topology of the netpoller: every rule holds at every event, and no request is lost.</summary>
public sealed class ResizingTests
{
    [Test]
    public void Every_request_is_answered_whatever_becomes_of_the_Ps(
        [Values("shared", "per-p", "{ topology: sharded, shards: 3 }", "{ topology: dedicated, shards: 2 }")] string netpoller,
        [Values("1.19", "1.25", "1.26")] string version,
        [Values("on: remote, rtt: 100us", "threads: 1")] string place)
    {
        var read = ScenarioReader.ReadText("resizing.yaml", $$"""
            gmpsim: 1
            machines:
              small: { base: generic-x86, cores: 6 }
            scenarios:
              resizing:
                machine: small
                runtime:
                  go: "{{version}}"
                  gomaxprocs: 4
                  netpoller: {{netpoller}}
                  changes: [{ at: 2ms, gomaxprocs: 1 }, { at: 5ms, gomaxprocs: 6 }, { at: 8ms, gomaxprocs: 2 }, { at: 11ms, gomaxprocs: 3 }]
                programs:
                  handler: [ { read: request }, { cpu: 20us }, { write: response } ]
                workload:
                  server: { kind: http, handler: handler }
                  clients: [ { kind: closed, connections: 12, think: 50us, {{place}} } ]
                run: { warmup: 0s, duration: 1s, replications: 1, seed: 1 }
            """);
        Assert.That(read.Problems, Is.Empty);

        var setup = read.File!.Scenarios[0].Points[0].Setup;
        var outcome = Trial.Run(setup, new(Seed: 1, Events: 30_000, IsFree: false));

        Assert.That(outcome.Failure, Is.Null);
        Assert.That(ChangesWithin(30_000), Is.EqualTo(4), "changes of GOMAXPROCS in the trial's events");

        int ChangesWithin(int events)
        {
            var world = World.Build(setup, seed: 1, PendingEventSets.Create(PendingEventSetKind.Heap));
            while (world.Simulation.EventCount < events) world.Simulation.Step(SimTime.MaxValue, out _);
            return (int)world.Process.Counters.GomaxprocsChanges;
        }
    }
}
