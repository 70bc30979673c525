using GmpSim.Engine;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Tests.Unit.Scenarios;

internal sealed class OverrideTests
{
    private static ReadOptions Set(params string[] overrides) => new() { Overrides = overrides };

    [Test]
    public void An_override_takes_the_place_of_what_is_written()
    {
        var setup = Given.Read(Given.File("run: { duration: 1s }"), Set("run.duration=3s", "runtime.netpoller={topology: per-p, max_events: 64}")).Scenarios[0].Points[0].Setup;

        Assert.That(setup.Run.Duration, Is.EqualTo(SimDuration.FromSeconds(3)));
        Assert.That(setup.Runtime!.Netpoller.MaxEvents, Is.EqualTo(64));
    }

    [Test]
    public void Of_two_overrides_the_later_wins() =>
        Assert.That(Given.Read(Given.File(), Set("run.seed=3", "run.seed=4")).Scenarios[0].Points[0].Setup.Run.Seed, Is.EqualTo(4));

    [Test]
    public void An_override_of_a_swept_key_takes_the_place_of_its_values()
    {
        var text = Given.File("sweep: { runtime.gomaxprocs: [1, 2, 4] }");

        Assert.That(Given.Read(text, Set("runtime.gomaxprocs=8")).Scenarios[0].Points.Select(point => point.Coordinates.Single().Value), Is.EqualTo(new[] { "8" }));
        Assert.That(Given.Read(text, Set("runtime.gomaxprocs=[2, 8]")).Scenarios[0].Points.Select(point => point.Setup.Runtime!.Gomaxprocs), Is.EqualTo(new[] { 2, 8 }));
    }

    [Test]
    public void Seed_and_replications_have_options_of_their_own()
    {
        var run = Given.Read(Given.File("run: { seed: 1, replications: { until: 2% at 95% } }"), new ReadOptions { Seed = ulong.MaxValue, Replications = 3 }).Scenarios[0].Points[0].Setup.Run;

        Assert.That(run.Seed, Is.EqualTo(ulong.MaxValue));
        Assert.That(run.Replications, Is.EqualTo(3));
        Assert.That(run.Precision, Is.Null);
    }

    [TestCase("xeon-8480", 77, 3)]
    [TestCase("{ base: generic-x86, cores: 9 }", 77, 9)]
    [TestCase("{ base: generic-x86, costs: { kernel.syscall: 5ns } }", 5, 3)]
    [TestCase("{ base: ideal, cores: 9 }", 0, 9)]
    public void A_machine_file_takes_the_place_of_every_profile_but_the_ideal_one_and_what_a_scenario_changes_stays(string written, int syscallNs, int cpus)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "profile: mine\nbase: generic-x86\ntopology: { cores_per_llc: 3 }\ncosts: { kernel.syscall: 77ns }\n");
            var machine = Given.Read(Given.File("machine: " + written), new ReadOptions { MachineFile = path }).Scenarios[0].Points[0].Setup.Machine;

            Assert.That(machine.LogicalCpus, Is.EqualTo(cpus));
            Assert.That(machine.Costs["kernel.syscall"].Value, Is.EqualTo(SimDuration.FromNanoseconds(syscallNs)));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Test]
    public void Problems_of_overrides_point_into_the_option()
    {
        var problems = ScenarioReader.ReadText("demo.yaml", Given.File(), Set("run.seed=1", "run.duration = 5", "os.fdlimit=3", "nonsense", "run.seed=[")).Problems;

        Assert.That(problems.Select(problem => problem.Span.Place + " " + problem.Code), Is.EqualTo(new[] { "--set:2:16 GMP0201", "--set:3:4 GMP0501", "--set:4:1 GMP0506", "--set:5:10 GMP0004" }));
    }

    [TestCase("run.seed=")]
    [TestCase("run.seed=  ")]
    [TestCase("run.seed=# none")]
    public void An_override_without_a_value_is_refused_at_its_equals_sign(string text)
    {
        var problem = ScenarioReader.ReadText("demo.yaml", Given.File(), Set("run.duration=1s", text)).Problems.Single();

        Assert.That($"{problem.Span.Place} {problem.Code} {problem.Message}", Is.EqualTo("--set:2:9 GMP0506 --set needs a value after '='"));
    }

    [Test]
    public void An_override_must_fit_at_least_one_scenario_of_the_file()
    {
        const string Two = "gmpsim: 1\nscenarios:\n  a: { workload: { server: { kind: echo }, clients: [{ kind: closed }] } }\n  b: { workload: { server: { kind: http, handler: h }, clients: [{ kind: closed }, { kind: closed }] }, programs: { h: [read, write] } }\n";

        Assert.That(Given.Codes(Two, Set("workload.clients[1].connections=5")), Is.Empty);
        Assert.That(Given.Codes(Two, Set("workload.clients[2].connections=5")), Is.EqualTo(new[] { "GMP0501" }));
    }

    private const string GoAndThreads = """
        gmpsim: 1
        scenarios:
          served: { workload: { server: { kind: echo }, clients: [{ kind: closed }] }, sweep: { runtime.netpoller: [per-p, shared] } }
          threads: { workload: { server: { kind: epoll-threads, threads: 2 }, clients: [{ kind: events, rate: 1k/s }] } }
        """;

    [Test]
    public void An_override_of_the_runtime_passes_by_servers_that_are_no_Go_programs()
    {
        var scenarios = Given.Read(GoAndThreads, Set("runtime.netpoller=shared")).Scenarios;

        Assert.That(scenarios[0].Points, Has.Count.EqualTo(1));
        Assert.That(scenarios[1].Points.Single().Setup.Runtime, Is.Null);
    }

    [Test]
    public void An_override_of_the_runtime_is_refused_where_no_server_is_a_Go_program()
    {
        var problem = ScenarioReader.ReadText("demo.yaml", GoAndThreads, Set("runtime.gomaxprocs=2") with { Only = ["thr*"] }).Problems.Single();

        Assert.That($"{problem.Span.Place} {problem.Code}", Is.EqualTo("--set:1:1 GMP0401"));
    }

    [Test]
    public void Scenarios_that_are_not_meant_stay_as_they_are_written()
    {
        var only = Set("run.duration=7s", "runtime.netpoller=shared") with { Only = ["thr*", "serve?"], Seed = 9, Replications = 2 };
        var served = only with { Only = ["served"], Overrides = ["workload.server.handler=none"] };

        Assert.That(Given.Read(GoAndThreads, only).Scenarios.Select(scenario => scenario.Points[0].Setup.Run.Duration), Is.All.EqualTo(SimDuration.FromSeconds(7)));
        Assert.That(Given.Read(GoAndThreads, only with { Only = ["threads"], Overrides = ["run.duration=7s"] }).Scenarios.Select(scenario => scenario.Points[0].Setup.Run.Seed == 9), Is.EqualTo(new[] { false, true }));
        Assert.That(Given.Codes(GoAndThreads, served), Is.Not.Empty, "an override that breaks what is meant");
        Assert.That(Given.Codes(GoAndThreads, served with { Only = ["threads"] }), Is.EqualTo(new[] { "GMP0501" }), "one without a place in what is meant");
    }
}
