using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Batch;

public sealed class WorldExecutorTests
{
    private const string Web = """
        gmpsim: 1
        programs:
          handler: [read: request, cpu: { exponential: 20us }, write: response]
        scenarios:
          web:
            machine: { base: generic-x86, cores: 2 }
            runtime: { go: "1.22", gomaxprocs: 2, netpoller: shared }
            workload:
              server: { kind: http, handler: handler }
              clients: [{ kind: closed, connections: 8, threads: 1, on: same-machine, keep_alive: true }]
            run: { warmup: 2ms, duration: 20ms, replications: 2, seed: 5 }
        """;

    private static readonly SimDuration s_warmup = SimDuration.FromMilliseconds(2);

    private readonly WorldExecutor _executor = new();
    private ScenarioPoint _point = null!;

    [OneTimeSetUp]
    public void Read_the_scenario() => _point = ScenarioReader.ReadText("web.yaml", Web).File!.Scenarios[0].Points[0];

    [TestCase(PendingEventSetKind.Calendar)]
    [TestCase(PendingEventSetKind.Heap)]
    public void A_run_is_the_same_on_every_event_queue_and_with_a_trace(PendingEventSetKind queue)
    {
        var trace = Path.GetTempFileName();
        try
        {
            var plain = _executor.Execute(Request(new()), CancellationToken.None);
            var other = _executor.Execute(Request(new() { Queue = queue, TraceFile = trace }), CancellationToken.None);

            Assert.That(other.Digest, Is.EqualTo(plain.Digest));
            Assert.That(other.Values, Is.EqualTo(plain.Values));
            Assert.That(File.ReadLines(trace).Count(), Is.EqualTo(1 + plain[Metrics.SimEvents]), "a header and every event");
        }
        finally
        {
            File.Delete(trace);
        }
    }

    [Test]
    public void The_parts_of_a_request_sum_to_its_latency_exactly()
    {
        var record = _executor.Execute(Request(new()), CancellationToken.None);

        Assert.That(record.Latency.Count, Is.GreaterThan(100));
        Assert.That(record.Attribution.Aggregate(Int128.Zero, (sum, share) => sum + share.TotalPicoseconds), Is.EqualTo(record.Latency.SumPicoseconds));
        Assert.That(record.Attribution.Select(a => a.Component), Does.Contain("global-queue"));
    }

    [Test]
    public void A_pilot_yields_one_value_a_bin_of_the_whole_duration()
    {
        var bin = WarmupRule.BinOf(_point.Setup.Run.Duration);

        var pilot = _executor.Pilot(Request(new()) with { Warmup = SimDuration.Zero }, bin, CancellationToken.None);

        Assert.That(pilot.Tracks[0].SeriesBatchMeans, Has.Count.EqualTo(1000));
        Assert.That(WarmupRule.Judge(pilot, _point.Setup.Run.Duration).Warmup, Is.LessThanOrEqualTo(_point.Setup.Run.Duration / 2));
    }

    [Test]
    public void A_cancelled_run_ends_without_a_record()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.That(() => _executor.Execute(Request(new()), cancelled.Token), Throws.InstanceOf<OperationCanceledException>());
    }

    private RunRequest Request(RunOptions options) => new("web", _point, 0, 5, s_warmup, options);
}
