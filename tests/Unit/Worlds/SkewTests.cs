using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>Wake-up skew: from a descriptor's readiness for reading to its goroutine's running.</summary>
public sealed class SkewTests
{
    private const string Calling = """
        gmpsim: 1
        scenarios:
          calling:
            runtime: { gomaxprocs: 4 }
            run: { warmup: 0s, duration: 100ms, replications: 1, seed: 1 }
            programs:
              handler: [ { read: request }, { dial: { to: db, rtt: 200us, service: 1ms } }, { write: request }, { read: response }, close, { write: response } ]
            workload: { server: { kind: http, handler: handler }, clients: [ { kind: closed, on: remote, rtt: 100us } ] }

        """;

    [Test]
    public void Connecting_anew_has_no_skew_and_no_skew_is_longer_than_its_request()
    {
        var setup = ScenarioReader.ReadText("calling.yaml", Calling).File!.Scenarios[0].Points[0].Setup;
        var world = World.Build(setup, setup.Run.Seed, new QuaternaryHeap());

        var values = world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(100));

        // Twice a request a goroutine is woken to read, on an idle machine; its connection becomes writable a round trip after the last answer came.
        Assert.That(values[Metrics.Requests.Index], Is.GreaterThan(50));
        Assert.That(world.Process.Counters.SkewByP.Sum(histogram => histogram.Count), Is.EqualTo(2 * values[Metrics.Requests.Index]).Within(3));
        Assert.That(values[Metrics.SkewMaxUs.Index], Is.LessThan(100), "of a wait of 200 us or more");
    }
}
