using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Batch;

public sealed class BatchRunnerTests
{
    private string _out = "";

    [SetUp]
    public void Make_a_folder() => _out = Directory.CreateTempSubdirectory("gmpsim-batch-").FullName;

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_out, recursive: true);

    [Test]
    public void Every_scenario_point_and_replication_runs_once()
    {
        var executor = new QueueExecutor();
        var plan = TestScenarios.Plan(TestScenarios.Queue("a", [200, 400]), TestScenarios.Queue("b", [300]));

        Assert.That(Run(plan, executor), Is.True);

        var ran = executor.Requests.Select(r => $"{r.Scenario} {r.Point.Coordinates[0].Value} {r.Replication}");
        Assert.That(ran, Is.EquivalentTo(new[] { "a 200 0", "a 200 1", "a 200 2", "a 400 0", "a 400 1", "a 400 2", "b 300 0", "b 300 1", "b 300 2" }));
    }

    [Test]
    public void The_points_of_a_scenario_share_their_seeds_and_its_replications_do_not()
    {
        var executor = new QueueExecutor();

        Run(TestScenarios.Plan(TestScenarios.Queue("a", [200, 400])), executor);

        var seeds = executor.Requests.GroupBy(r => r.Replication).OrderBy(g => g.Key).Select(g => g.Select(r => r.Seed).Distinct().ToArray()).ToArray();
        Assert.That(seeds, Has.All.Length.EqualTo(1));
        Assert.That(seeds[0][0], Is.EqualTo(TestScenarios.Run.Seed), "replication 0 has the scenario's own seed");
        Assert.That(seeds.Select(s => s[0]), Is.Unique);
    }

    [TestCase(2)]
    [TestCase(7)]
    public void Results_do_not_depend_on_the_number_of_workers(int jobs)
    {
        var plan = TestScenarios.Plan(
            TestScenarios.Queue("fixed", [200, 400, 800]),
            TestScenarios.Queue("precise", [500, 900], Until(0.02, max: 12)));

        Run(plan, new QueueExecutor(), jobs: 1, folder: "one");
        Run(plan, new QueueExecutor(), jobs, folder: "many");

        Assert.That(StoredFiles("many"), Is.EqualTo(StoredFiles("one")));
    }

    [Test]
    public void The_order_in_which_runs_end_does_not_matter()
    {
        var plan = TestScenarios.Plan(TestScenarios.Queue("precise", [500, 900], Until(0.02, max: 12)));
        using var laterOnesEnded = new ManualResetEventSlim();
        var held = new QueueExecutor
        {
            BeforeRun = request =>
            {
                // The very first run is held back until speculative ones have long ended.
                if (request.Replication == 4) laterOnesEnded.Set();
                if (request is { Replication: 0, Point.Coordinates: [{ Value: "500" }] }) laterOnesEnded.Wait(TimeSpan.FromSeconds(20));
            },
        };

        Run(plan, new QueueExecutor(), jobs: 1, folder: "plain");
        Run(plan, held, jobs: 3, folder: "held");

        Assert.That(laterOnesEnded.IsSet, Is.True, "speculation reached replication 4");
        Assert.That(StoredFiles("held"), Is.EqualTo(StoredFiles("plain")));
    }

    [Test]
    public void A_precision_rule_stops_at_the_first_number_of_replications_that_satisfies_every_point()
    {
        var run = Until(0.03, max: 30);
        var plan = TestScenarios.Plan(TestScenarios.Queue("precise", [500, 900], run));

        Run(plan, new QueueExecutor());

        var all = TestScenarios.Plan(TestScenarios.Queue("precise", [500, 900], run with { Precision = null, Replications = 30 }));
        Run(all, new QueueExecutor(), folder: "all");
        var throughput = Enumerable.Range(0, 2).Select(p => Enumerable.Range(0, 30).Select(r => Load("all", all, p, r)[Metrics.ThroughputRps]!.Value).ToArray()).ToArray();
        var expected = Enumerable.Range(3, 28).First(n => throughput.All(values => HalfWidth(values[..n]) <= 0.03 * values[..n].Average()));
        Assert.That(expected, Is.InRange(4, 29), "the case must not be trivial");
        Assert.That(StoredFiles("out"), Has.Count.EqualTo(2 * expected));
    }

    [Test]
    public void A_precision_that_is_never_reached_ends_at_the_maximum()
    {
        Run(TestScenarios.Plan(TestScenarios.Queue("precise", [500], Until(1e-9, max: 6))), new QueueExecutor());

        Assert.That(StoredFiles("out"), Has.Count.EqualTo(6));
    }

    [Test]
    public void A_resumed_batch_runs_only_what_is_missing()
    {
        var plan = TestScenarios.Plan(TestScenarios.Queue("a", [200, 400]));
        Run(plan, new QueueExecutor());
        var before = StoredFiles("out");
        File.Delete(Path.Combine(_out, "out", "state", "runs", "a.p001.r0002.json"));

        var executor = new QueueExecutor();
        Run(plan, executor, resume: true);

        Assert.That(executor.Requests.Select(r => (r.Point.Coordinates[0].Value, r.Replication)), Is.EqualTo(new[] { ("400", 2) }));
        Assert.That(StoredFiles("out"), Is.EqualTo(before));
    }

    [Test]
    public void A_resumed_batch_may_ask_for_more_replications()
    {
        Run(TestScenarios.Plan(TestScenarios.Queue("a", [200])), new QueueExecutor());

        var executor = new QueueExecutor();
        Run(TestScenarios.Plan(TestScenarios.Queue("a", [200], TestScenarios.Run with { Replications = 5 })), executor, resume: true);

        Assert.That(executor.Requests.Select(r => r.Replication), Is.EquivalentTo(new[] { 3, 4 }));
    }

    [Test]
    public void A_cancelled_batch_keeps_what_has_ended_and_starts_nothing_new()
    {
        using var cancel = new CancellationTokenSource();
        var executor = new QueueExecutor { BeforeRun = request => { if (request.Replication == 2) cancel.Cancel(); } };

        var complete = Run(TestScenarios.Plan(TestScenarios.Queue("a", [200, 400])), executor, jobs: 1, cancel: cancel.Token);

        Assert.That(complete, Is.False);
        Assert.That(executor.Requests, Has.Count.EqualTo(3));
        Assert.That(StoredFiles("out").Keys, Is.EquivalentTo(new[] { "a.p000.r0000.json", "a.p000.r0001.json" }));
    }

    [Test]
    public void A_run_that_fails_ends_the_batch_and_is_named_with_its_seed()
    {
        var executor = new QueueExecutor { BeforeRun = request => { if (request.Replication == 1) throw new InvalidOperationException("a P ran two goroutines"); } };

        var failure = Assert.Throws<RunFailedException>(() => Run(TestScenarios.Plan(TestScenarios.Queue("a", [200, 400])), executor, jobs: 1))!;

        Assert.That(failure.Message, Is.EqualTo($"a P ran two goroutines (scenario 'a', point 'rate=200', replication 1, seed {Seeds.OfReplication(7, 1)})"));
        Assert.That(StoredFiles("out").Keys, Is.EqualTo(new[] { "a.p000.r0000.json" }));
    }

    [TestCase(1)]
    [TestCase(3)]
    public void A_scenario_that_cannot_go_on_is_given_up_and_the_others_are_run_to_their_end(int jobs)
    {
        var steps = new List<BatchProgress>();
        var executor = new QueueExecutor { BeforeRun = request => { if (request is { Scenario: "a", Replication: 1 }) throw new StalledClockException(SimTime.Zero, 5); } };
        var plan = TestScenarios.Plan(TestScenarios.Queue("a", [200, 400]), TestScenarios.Queue("b", [300]));
        var store = Store("out");
        using var hold = store.Lock();
        var runner = new BatchRunner(plan, executor, store, new BatchSettings { Jobs = jobs }, steps.Add);

        Assert.That(runner.Run(default), Is.True);

        Assert.That(runner.GivenUp.Select(failure => failure.Request.Scenario), Is.EqualTo(new[] { "a" }));
        Assert.That(runner.GivenUp[0].InnerException, Is.InstanceOf<StalledClockException>());
        Assert.That(StoredFiles("out").Keys.Where(file => file.StartsWith("b.", StringComparison.Ordinal)), Has.Exactly(3).Items);
        if (jobs == 1) Assert.That(executor.Requests.Count(request => request.Scenario == "a"), Is.EqualTo(2), "nothing of it is begun after that");
        Assert.That(steps[^1].RunsDone, Is.EqualTo(steps[^1].RunsExpected));
    }

    [Test]
    public void Shards_run_disjoint_parts_that_make_up_the_whole()
    {
        var plan = TestScenarios.Plan(TestScenarios.Queue("a", [200, 400, 800]), TestScenarios.Queue("b", [300]));
        Run(plan, new QueueExecutor(), folder: "whole");

        for (var i = 1; i <= 4; i++) Run(plan, new QueueExecutor(), folder: $"part{i}", shard: new(i, 4));

        var parts = Enumerable.Range(1, 4).SelectMany(i => StoredFiles($"part{i}")).ToList();
        Assert.That(parts.Select(p => p.Key), Is.Unique);
        Assert.That(parts.OrderBy(p => p.Key, StringComparer.Ordinal), Is.EqualTo(StoredFiles("whole")));
    }

    [Test]
    public void All_points_share_the_longest_warm_up_that_their_pilots_find()
    {
        var executor = new QueueExecutor();
        var plan = TestScenarios.Plan(TestScenarios.Queue("auto", [300, 990], TestScenarios.Run with { Warmup = null }));

        Run(plan, executor);

        var outcomes = Enumerable.Range(0, 2).Select(p => Store("out").FindPilot(plan.Outline.Scenarios[0].IdentityOfPilot(p))!).ToArray();
        var runs = executor.Requests.Where(r => r.Seed != Seeds.OfPilot(7)).ToList();
        Assert.That(runs, Has.Count.EqualTo(6));
        Assert.That(runs.Select(r => r.Warmup).Distinct(), Is.EqualTo(new[] { SimDuration.Max(outcomes[0].Warmup, outcomes[1].Warmup) }));
    }

    [Test]
    public void Progress_counts_every_run_and_ends_at_the_expected_number()
    {
        var steps = new List<BatchProgress>();
        var plan = TestScenarios.Plan(TestScenarios.Queue("fixed", [200, 400]), TestScenarios.Queue("auto", [300], TestScenarios.Run with { Warmup = null }));

        Run(plan, new QueueExecutor(), jobs: 3, progress: steps.Add);

        Assert.That(steps.Select(s => s.RunsDone), Is.EqualTo(Enumerable.Range(1, 10)));
        Assert.That(steps[^1].RunsDone, Is.EqualTo(steps[^1].RunsExpected));
        Assert.That(steps[^1].TimeDone, Is.EqualTo(steps[^1].TimeExpected));
    }

    private static RunSpec Until(double halfWidth, int max) =>
        TestScenarios.Run with { Precision = new(halfWidth, 0.95, max, "throughput_rps") };

    // Student's t at 97.5 %, from a printed table, for 2 to 29 degrees of freedom.
    private static double HalfWidth(double[] values)
    {
        double[] t =
        [
            4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281, 2.2010, 2.1788, 2.1604, 2.1448, 2.1314,
            2.1199, 2.1098, 2.1009, 2.0930, 2.0860, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452,
        ];
        var mean = values.Average();
        return t[values.Length - 3] * Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1) / values.Length);
    }

    private RunStore Store(string folder) => new(Path.Combine(_out, folder), message => Assert.Fail(message));

    private RunRecord Load(string folder, BatchPlan plan, int point, int replication) =>
        Store(folder).FindRun(plan.Outline.Scenarios[0].IdentityOf(point, replication, TestScenarios.Run.Warmup!.Value))!;

    private bool Run(
        BatchPlan plan,
        IRunExecutor executor,
        int jobs = 2,
        string folder = "out",
        bool resume = false,
        Shard? shard = null,
        Action<BatchProgress>? progress = null,
        CancellationToken cancel = default)
    {
        var store = Store(folder);
        using var hold = store.Lock();
        if (!resume) store.Clear();
        var settings = new BatchSettings { Jobs = jobs, Resume = resume, Shard = shard ?? Shard.Whole };
        var complete = new BatchRunner(plan, executor, store, settings, progress ?? (_ => { })).Run(cancel);
        if (complete && settings.Shard.IsWhole)
        {
            BatchAssembler.DiscardSurplus(plan.Outline, BatchAssembler.Assemble(plan.Outline, store, out var missing), store);
            Assert.That(missing, Is.Empty);
        }

        return complete;
    }

    private SortedDictionary<string, string> StoredFiles(string folder) => new(
        Directory.EnumerateFiles(Path.Combine(_out, folder, "state", "runs")).ToDictionary(f => Path.GetFileName(f), File.ReadAllText),
        StringComparer.Ordinal);
}
