using GmpSim.Engine;
using GmpSim.Load;
using GmpSim.Results;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>The fault of a poller per P that does not move descriptors with their goroutines: events lost, connections reset.</summary>
public sealed class LostEventTests
{
    [Test]
    public void Connections_are_reset_only_where_the_poller_loses_events(
        [Values("shared", "per-p", "{ topology: per-p, rebind_on_migrate: false }")] string netpoller,
        [Values("on: remote, rtt: 100us", "threads: 2")] string place)
    {
        var world = Build(netpoller, place);
        var metrics = world.Run(SimDuration.Zero, SimDuration.FromMilliseconds(3500));
        double Of(Metric metric) => metrics[metric.Index] ?? throw new InvalidOperationException($"{metric.Name} is empty.");

        Assert.That(Of(Metrics.Requests), Is.GreaterThan(100), "the load goes on");
        Assert.That(Of(Metrics.Resets), Is.EqualTo(Of(Metrics.Errors)));
        if (netpoller.Contains("false", StringComparison.Ordinal))
        {
            Assert.That(Of(Metrics.Resets), Is.Positive);
            Assert.That(Of(Metrics.LostEvents), Is.Positive);
            Assert.That(Of(Metrics.GoroutinesMax), Is.EqualTo(1 + 40 + Of(Metrics.Resets)), "the hung ones stay");
            Assert.That(Of(Metrics.FdsMax) - world.Process.Account.Descriptors.Reserved, Is.EqualTo(Of(Metrics.GoroutinesMax)), "and so do their descriptors; the first of each is the listener's");
        }
        else
        {
            Assert.That((Of(Metrics.Resets), Of(Metrics.LostEvents)), Is.EqualTo((0.0, 0.0)));
        }
    }

    [Test]
    public void A_client_without_a_time_out_gives_up_after_three_retransmissions() =>
        Assert.That(UnansweredRequests.PatienceOfTcp, Is.EqualTo(SimDuration.FromMilliseconds(200 + 400 + 800 + 1600)));

    private static World Build(string netpoller, string place)
    {
        var read = ScenarioReader.ReadText("lost.yaml", $$"""
            gmpsim: 1
            machines:
              small: { base: generic-x86, cores: 4 }
            scenarios:
              lost:
                machine: small
                runtime: { go: "1.22", gomaxprocs: 4, netpoller: {{netpoller}} }
                programs:
                  handler: [ { read: request }, { cpu: 20us }, { write: response } ]
                workload:
                  server: { kind: http, handler: handler }
                  clients: [ { kind: closed, connections: 40, think: 5ms, {{place}} } ]
                run: { warmup: 0s, duration: 3500ms, replications: 1, seed: 1 }
            """);
        Assert.That(read.Problems, Is.Empty);
        return World.Build(read.File!.Scenarios[0].Points[0].Setup, seed: 1, PendingEventSets.Create(PendingEventSetKind.Heap));
    }
}
