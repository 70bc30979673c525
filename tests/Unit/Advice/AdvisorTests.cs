using GmpSim.Engine;
using GmpSim.Scenarios.Advice;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Spec;
using GmpSim.Tests.Unit.Scenarios;
using GmpSim.Tests.Unit.Worlds;

namespace GmpSim.Tests.Unit.Advice;

/// <summary>Searches whose right answer is known.</summary>
public sealed class AdvisorTests
{
    [Test]
    public void Of_one_two_and_four_servers_of_a_queue_four_keep_customers_waiting_least_and_the_cost_of_two_is_the_difference_of_the_formulas()
    {
        // M/M/c: 100 µs of service, 9,000 arrivals a second.
        var result = Advise(Queue("9k/s"), "mean<200us", [1, 2, 4], most: 100, indifference: 0.1);

        Assert.That(result.Chosen!.Candidate.Name, Is.EqualTo("gomaxprocs=4"));
        Assert.That(result.IsDecided && result.Chosen.MeetsLimit == true, Is.True);
        var two = result.Entries.Single(entry => entry.Candidate.Name == "gomaxprocs=2");
        var expected = 100 * (QueueingFormulas.WaitOfErlangC(2, 0.45) - QueueingFormulas.WaitOfErlangC(4, 0.225));
        Assert.That(two.Loss!.Value.Interval.Contains(expected), Is.True, $"{expected} µs, found {two.Loss}");
        Assert.That(result.Entries.Single(entry => entry.Candidate.Name == "gomaxprocs=1").MeetsLimit, Is.False, "1 ms on average");
    }

    [Test]
    public void A_load_that_a_candidate_cannot_serve_rules_it_out_and_not_the_search()
    {
        var result = Advise(Queue("15k/s"), "mean<200us", [1, 4]);

        Assert.That(result.Chosen!.Candidate.Name, Is.EqualTo("gomaxprocs=4"));
        Assert.That(result.Entries[1].MeetsLimit, Is.False);
    }

    [Test]
    public void A_goal_that_nothing_meets_names_the_nearest()
    {
        var result = Advise(Queue("9k/s"), "mean<50us", [1, 2, 4]);

        Assert.That(result.Chosen!.Candidate.Name, Is.EqualTo("gomaxprocs=4"));
        Assert.That(result.Entries.Select(entry => entry.MeetsLimit), Is.All.False, "a service alone takes 100 µs");
    }

    [Test]
    public void Under_a_quota_as_many_Ps_as_the_quota_has_cores_win()
    {
        // Go 1.22 does not look at the quota: by default it takes all 8 CPUs, uses the 40 ms of CPU time of a period up in 5 ms, and is throttled for the rest of it.
        var result = Advise(
            gomaxprocs => Given.Points(
                "machine: { base: generic-x86, cores: 8 }",
                "os: { cpu_quota: { limit: 2cores, period: 20ms } }",
                $"runtime: {{ go: \"1.22\", gomaxprocs: {gomaxprocs} }}",
                "workload: { server: { kind: http, handler: h }, clients: [{ kind: closed, connections: 64, on: remote, rtt: 100us }] }",
                "programs: { h: [read, { cpu: { exponential: 50us } }, write] }",
                "run: { warmup: 50ms, duration: 300ms }").Single(),
            "p99<8ms",
            [1, 2, 4, 8]);

        Assert.That(result.Chosen!.Candidate.Name, Is.EqualTo("gomaxprocs=2"));
        Assert.That(result.Chosen.MeetsLimit, Is.True);
        Assert.That(result.Entries.Single(entry => entry.Candidate.Name == "gomaxprocs=8").MeetsLimit, Is.False);
    }

    [Test]
    public void The_answer_does_not_depend_on_the_number_of_jobs()
    {
        string Text(int jobs) => string.Join('\n', Advise(Queue("9k/s"), "throughput", [1, 2, 4], jobs, most: 12).Entries.Select(entry => $"{entry.Candidate.Name} {entry.Value} {entry.Loss} {entry.Ratio}"));

        Assert.That(Text(1), Is.EqualTo(Text(4)));
    }

    [TestCase("latency")]
    [TestCase("p98<5ms")]
    [TestCase("p99<5")]
    [TestCase("p99<")]
    [TestCase("p99>5ms")]
    public void What_is_no_goal_is_told(string text) => Assert.That(AdviceGoal.TryParse(text, out _), Is.Not.Null);

    private static Func<int, ScenarioPoint> Queue(string rate) => gomaxprocs => Given.Points(
        "machine: { base: ideal, cores: 4 }",
        $"runtime: {{ gomaxprocs: {gomaxprocs} }}",
        $"workload: {{ server: {{ kind: tasks, handler: h }}, clients: [{{ kind: open, rate: {rate} }}] }}",
        "programs: { h: [{ cpu: { exponential: 100us } }] }",
        "run: { warmup: 100ms, duration: 1s }").Single();

    private static AdviceResult Advise(Func<int, ScenarioPoint> point, string goal, int[] gomaxprocs, int jobs = 2, int most = 30, double indifference = 0.01)
    {
        Assert.That(AdviceGoal.TryParse(goal, out var parsed), Is.Null);
        var candidates = gomaxprocs.Select(count => new AdviceCandidate($"gomaxprocs={count}", point(count), IsDefault: false)).ToList();
        return new Advisor(new WorldExecutor(), new() { Jobs = jobs, Most = most, Indifference = indifference }, (_, _) => { }).Advise("demo", candidates, parsed!, CancellationToken.None);
    }
}
