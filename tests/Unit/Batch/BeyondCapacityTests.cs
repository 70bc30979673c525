using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Batch;

/// <summary>One server without costs and a service time of 1 ms, so that its capacity is 1000/s.</summary>
public sealed class BeyondCapacityTests
{
    private const string OneMillisecond = "{ cpu: 1ms }";

    [Test]
    public void Twice_as_much_as_can_be_served_is_told_with_both_figures() =>
        Assert.That(
            Note("{ kind: open, rate: 2k/s, arrivals: uniform }", OneMillisecond, warmupMs: 100),
            Is.EqualTo("offered 2000/s, served 1000/s: beyond capacity; latencies grow with the length of the run."));

    [TestCase("{ kind: open, rate: 1500/s }", 0, 3, Description = "half as much again, without a warm-up")]
    [TestCase("{ kind: open, rate: 1150/s }", 500, 5, Description = "not by much")]
    [TestCase("{ kind: open, rate: 1300/s }", 500, 1, Description = "a single replication")]
    [TestCase("{ kind: open, rate: 5k/s }", 1000, 2, Description = "a warm-up as long as the window, in which a queue has grown")]
    public void An_open_load_beyond_capacity_is_told(string client, int warmupMs, int replications) =>
        Assert.That(Note(client, OneMillisecond, warmupMs, replications), Does.EndWith("beyond capacity; latencies grow with the length of the run."));

    [TestCase("{ kind: open, rate: 500/s }", OneMillisecond, 0, 3)]
    [TestCase("{ kind: open, rate: 950/s }", OneMillisecond, 500, 5, Description = "busy, and random")]
    [TestCase("{ kind: open, rate: 950/s }", OneMillisecond, 500, 1)]
    [TestCase("{ kind: open, rate: 800/s, arrivals: bursty, burst: 50 }", OneMillisecond, 500, 5)]
    [TestCase("{ kind: open, rate: 5k/s }", "{ sleep: { exponential: 100ms } }", 0, 3, Description = "a tenth is under way at the end, and nothing was at the start")]
    [TestCase("{ kind: open, rate: 5k/s }", "{ sleep: 100ms }", 20, 3, Description = "the warm-up is shorter than a request takes")]
    [TestCase("{ kind: closed, connections: 50 }", OneMillisecond, 0, 3, Description = "a closed client waits for its answers")]
    public void A_load_that_is_served_is_not_beyond_capacity(string client, string handler, int warmupMs, int replications) =>
        Assert.That(Note(client, handler, warmupMs, replications), Is.Null);

    [Test]
    public void Points_of_a_sweep_are_named()
    {
        var (few, many) = (Runs("{ kind: open, rate: 500/s, arrivals: uniform }", OneMillisecond, 100, 2), Runs("{ kind: open, rate: 4k/s, arrivals: uniform }", OneMillisecond, 100, 2));
        PointResult[] points = [new([new("rate", "rate", "500/s")], few), new([new("rate", "rate", "4k/s")], many)];

        Assert.That(BeyondCapacity.NoteOn(points, [SimDuration.FromMilliseconds(100), SimDuration.FromMilliseconds(100)])!.Text, Does.StartWith("at 'rate=4k/s' offered 4000/s, served 1000/s: beyond capacity"));
    }

    [Test]
    public void What_is_offered_is_the_rate_of_open_clients_and_empty_beside_a_closed_one()
    {
        Assert.That(Runs("{ kind: open, rate: 300/s, arrivals: uniform }, { kind: open, rate: 200/s, arrivals: uniform }", OneMillisecond, 100, 1)[0][Metrics.OfferedRps], Is.EqualTo(500).Within(2));
        Assert.That(Runs("{ kind: open, rate: 300/s }, { kind: closed }", OneMillisecond, 100, 1)[0][Metrics.OfferedRps], Is.Null);
        Assert.That(Runs("{ kind: open, rate: 300/s, arrivals: uniform }, { kind: closed, measured: false }", OneMillisecond, 100, 1)[0][Metrics.OfferedRps], Is.EqualTo(300).Within(1));
    }

    private static string? Note(string client, string handler, int warmupMs, int replications = 3) =>
        BeyondCapacity.NoteOn([new([], Runs(client, handler, warmupMs, replications))], [SimDuration.FromMilliseconds(warmupMs)])?.Text;

    private static List<RunRecord> Runs(string clients, string handler, int warmupMs, int replications)
    {
        var setup = Given.Setup(
            "machine: { base: ideal, cores: 1 }",
            $"programs: {{ work: [{handler}] }}",
            $"workload: {{ server: {{ kind: tasks, handler: work }}, clients: [{clients}] }}",
            "run: { duration: 1s }");
        return [.. Enumerable.Range(0, replications).Select(r =>
            new WorldExecutor().Execute(new("demo", new([], setup), r, Seeds.OfReplication(7, r), SimDuration.FromMilliseconds(warmupMs), new()), CancellationToken.None))];
    }
}
