using System.Text.Json.Nodes;
using GmpSim.Cli;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Tests.Unit.Advice;

/// <summary><c>gmpsim advise</c> from its command line to its exit code.</summary>
public sealed class AdviseCommandTests
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _errors = new();
    private string _folder = "";

    private string ScenarioFile => Path.Combine(_folder, "queue.yaml");

    [SetUp]
    public void A_folder_with_scenarios()
    {
        _folder = Directory.CreateTempSubdirectory("gmpsim-advise-").FullName;
        File.WriteAllText(ScenarioFile, """
            gmpsim: 1
            defaults:
              machine: { base: ideal, cores: 4 }
              run: { warmup: 20ms, duration: 100ms }
            programs: { h: [{ cpu: 1ms }] }
            scenarios:
              closed:
                workload: { server: { kind: tasks, handler: h }, clients: [{ kind: closed, connections: 2 }] }
                sweep: { runtime.gomaxprocs: [1, 2] }
              swept:
                workload: { server: { kind: tasks, handler: h }, clients: [{ kind: closed, connections: 2 }] }
                sweep: { "workload.clients[0].connections": [1, 2] }
              open:
                workload: { server: { kind: tasks, handler: h }, clients: [{ kind: open, rate: 500/s }] }
              threads:
                workload: { server: { kind: epoll-threads }, clients: [{ kind: events, rate: 1k/s }] }
            """);
        _output.GetStringBuilder().Clear();
        _errors.GetStringBuilder().Clear();
    }

    [TearDown]
    public void Remove_the_folder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Two_customers_need_two_Ps_and_the_default_is_as_good()
    {
        // 1 ms of work each, without a pause: 1,000 a second with one P, 2,000 with two, and no more with four.
        var csv = Path.Combine(_folder, "advice.csv");
        Assert.That(Advise("closed", "throughput", "--out", csv), Is.EqualTo(0), _errors.ToString());

        Assert.That(_output.ToString(), Does.Contain("Answer: gomaxprocs=2; gomaxprocs=4 cannot be told from it.").And.Contain("Keeping the default, gomaxprocs=4, costs 0"));
        Assert.That(_output.ToString(), Does.Contain("All replications of gomaxprocs=2, gomaxprocs=4, gomaxprocs=1 were the same run, event by event"), "nothing here is random");
        var lines = File.ReadAllLines(csv);
        Assert.That(lines[0], Does.StartWith("candidate,outcome,default,metric,unit,replications,mean,ci_low,ci_high,loss,loss_ci_low,loss_ci_high,ratio"));
        Assert.That(lines[1], Does.StartWith("gomaxprocs=2,chosen,no,throughput_rps,1/s,8,2000,2000,2000,,,,"));
        Assert.That(lines[2], Does.StartWith("gomaxprocs=4,as good,yes,throughput_rps,1/s,8,2000,2000,2000,0,0,0,1"));
        Assert.That(lines[3], Does.StartWith("gomaxprocs=1,worse,no,throughput_rps,1/s,8,1000,1000,1000,1000,1000,1000,0.5"));
    }

    [Test]
    public void A_goal_that_nothing_meets_ends_with_1_and_names_the_nearest()
    {
        var json = Path.Combine(_folder, "advice.json");
        Assert.That(Advise("closed", "p99<500us", "--out", json), Is.EqualTo(1), _errors.ToString());

        Assert.That(_output.ToString(), Does.Contain("No candidate meets p99<500us; the nearest is gomaxprocs=2").And.Contain("Best of those tried: gomaxprocs=2").And.Not.Contain("Answer"));
        var found = JsonNode.Parse(File.ReadAllText(json))!;
        Assert.That((string)found["candidates"]![0]!["meets_limit"]!, Is.EqualTo("no"));
    }

    [Test]
    public void Netpollers_and_shards_are_tried_with_every_number_of_Ps()
    {
        Assert.That(Advise("closed", "cpu", "--netpoller", "per-p,sharded", "--shards", "1,2", "--gomaxprocs", "2"), Is.EqualTo(0), _errors.ToString());

        Assert.That(_errors.ToString(), Does.StartWith("6 candidates"), "two and the default of four, with three pollers");
        Assert.That(_output.ToString(), Does.Contain("gomaxprocs=2 netpoller=sharded shards=2"));
    }

    [Test]
    public void Of_a_load_below_capacity_it_says_that_the_load_decides()
    {
        Assert.That(Advise("open", "throughput", "--gomaxprocs", "2,4", "--replications", "8"), Is.EqualTo(0), _errors.ToString());

        Assert.That(_output.ToString(), Does.Contain("The load decides, not the setting: gomaxprocs=2, gomaxprocs=4 answer all requests that arrive."));
        Assert.That(_output.ToString().IndexOf("The load decides", StringComparison.Ordinal), Is.LessThan(_output.ToString().IndexOf("gomaxprocs=2; gomaxprocs=4 cannot be told", StringComparison.Ordinal)), "what matters comes first");
        Assert.That(_output.ToString(), Does.Not.Contain("-0 %").And.Not.Contain("same run"), "arrivals are random");
    }

    [Test]
    public void Of_a_closed_load_it_says_nothing_of_the_kind()
    {
        Advise("closed", "throughput");

        Assert.That(_output.ToString(), Does.Not.Contain("The load decides"));
    }

    [TestCase("swept", "throughput", "--point")]
    [TestCase("threads", "throughput", "no Go runtime")]
    [TestCase("nowhere", "throughput", "no scenario 'nowhere'")]
    [TestCase("closed", "speed", "is no goal")]
    [TestCase("closed", "throughput", "--gomaxprocs needs", "--gomaxprocs", "2,none")]
    [TestCase("closed", "throughput", "did you mean 'per-p'", "--netpoller", "per-pp")]
    [TestCase("closed", "throughput", "--shards goes with", "--shards", "2")]
    [TestCase("closed", "throughput", "--replications needs 2", "--replications", "1")]
    [TestCase("closed", "throughput", "--confidence needs", "--confidence", "100%")]
    [TestCase("closed", "throughput", "neither with .csv", "--out", "advice.txt")]
    public void What_cannot_be_meant_is_bad_input(string scenario, string goal, string message, params string[] more)
    {
        Assert.That(Advise(scenario, goal, more), Is.EqualTo(2));
        Assert.That(_errors.ToString(), Does.Contain(message));
    }

    private int Advise(string scenario, string goal, params string[] more) =>
        new Application(new(_output, _errors, IsInteractive: false), new ScenarioLoader(), new WorldExecutor(), new ResultFiles())
            .Run(["advise", ScenarioFile, "--scenario", scenario, "--goal", goal, .. more], CancellationToken.None);
}
