using GmpSim.Scenarios.Checks;
using GmpSim.Scenarios.Expressions;
using GmpSim.Scenarios.Spec;
using GmpSim.Tests.Unit.Batch;

namespace GmpSim.Tests.Unit.Checks;

public sealed class CheckRunnerTests
{
    [Test]
    public void Real_and_simulated_runs_alternate_and_every_second_repeat_goes_backwards()
    {
        var order = new List<string>();
        var (real, simulated) = (Logging(order, "real"), Logging(order, "simulated"));

        new CheckRunner(real, simulated, (_, _, _) => { }).Run([Queue("q")], repeats: 2, CancellationToken.None);

        Assert.That(order, Is.EqualTo(new[]
        {
            "real 100 r0", "simulated 100 r0", "real 200 r0", "simulated 200 r0",
            "real 200 r1", "simulated 200 r1", "real 100 r1", "simulated 100 r1",
        }));
    }

    [Test]
    public void A_repeat_meets_the_same_random_numbers_both_ways_and_at_every_point()
    {
        var (real, simulated) = (new QueueExecutor(), new QueueExecutor());

        var observations = new CheckRunner(real, simulated, (_, _, _) => { }).Run([Queue("q")], repeats: 3, CancellationToken.None);

        Assert.That(observations.Select(o => o.Point), Is.EqualTo(new[] { "rate=100", "rate=200" }));
        foreach (var observation in observations) Assert.That(observation.Real, Is.EqualTo(observation.Simulated).And.Count.EqualTo(3));
        Assert.That(real.Requests.Where(r => r.Replication == 1).Select(r => r.Seed).Distinct(), Has.Exactly(1).Items);
    }

    [Test]
    public void Scenarios_without_checks_do_not_run()
    {
        var real = new QueueExecutor();

        new CheckRunner(real, new QueueExecutor(), (_, _, _) => { }).Run([Queue("q") with { Checks = [] }], repeats: 1, CancellationToken.None);

        Assert.That(real.Requests, Is.Empty);
    }

    [TestCase(0, 0, 0)]
    [TestCase(2, 1, 1)]
    [TestCase(3, 1, 2)]
    public void Cancelling_ends_the_work_and_leaves_what_has_run_both_ways(int runsBefore, int atFirst, int atSecond)
    {
        using var cancel = new CancellationTokenSource();
        var begun = 0;
        var real = new QueueExecutor { BeforeRun = _ => { if (++begun > runsBefore) cancel.Cancel(); } };
        var runner = new CheckRunner(real, new QueueExecutor(), (_, _, _) => { });

        var observations = runner.Run([Queue("q")], repeats: 5, cancel.Token);

        Assert.That(begun, Is.EqualTo(runsBefore + 1), "the run that was cancelled is the last");
        Assert.That(runner.Remark, Does.Contain($"of 5 repeats of 2 points, {runsBefore} runs had ended both ways"));
        Assert.That(observations.Select(o => (o.Real.Count, o.Simulated.Count)), Is.EqualTo(new[] { (atFirst, atFirst), (atSecond, atSecond) }.Where(counts => counts.Item1 > 0)));
    }

    [Test]
    public void Work_that_comes_to_its_end_leaves_no_remark()
    {
        var runner = new CheckRunner(new QueueExecutor(), new QueueExecutor(), (_, _, _) => { });

        runner.Run([Queue("q")], repeats: 1, CancellationToken.None);

        Assert.That(runner.Remark, Is.Null);
    }

    private static Scenario Queue(string name) => TestScenarios.Queue(name, [100, 200]) with
    {
        Checks = [new("x.yaml:1:1", "c", "queue", "throughput_rps", ExpressionParser.Parse("throughput_rps", out _)!, new Dictionary<string, string>(), GmpSim.Results.CheckKind.Ratio, null)],
    };

    private static QueueExecutor Logging(List<string> order, string side) =>
        new() { BeforeRun = request => order.Add($"{side} {request.Point.Coordinates[0].Value} r{request.Replication}") };
}
