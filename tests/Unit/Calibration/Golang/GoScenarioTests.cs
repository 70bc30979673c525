using GmpSim.Calibration.Golang;
using GmpSim.Cli.Golang;
using GmpSim.Engine;
using GmpSim.Scenarios.Checks;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Calibration.Golang;

public sealed class GoScenarioTests
{
    private static readonly IReadOnlyList<Scenario> s_scenarios = Read(ReadOptions.None);

    [Test]
    public void There_is_a_scenario_for_each_of_the_programs() =>
        Assert.That(
            s_scenarios.Select(scenario => scenario.Name),
            Is.EquivalentTo(new[] { "go-http", "go-echo", "go-ping-pong", "go-ring", "go-mutex", "go-syscalls", "go-timers", "go-free-http", "go-free-echo", "go-free-ping-pong", "go-free-mutex" }));

    [Test]
    public void Each_goes_over_one_to_eight_Ps_of_the_shared_netpoller_and_has_checks_for_its_model()
    {
        foreach (var scenario in s_scenarios.Where(scenario => GoScenario.IsBound(scenario.Name)))
        {
            Assert.That(scenario.Points.Select(point => point.Setup.Runtime!.Gomaxprocs), Is.EqualTo(new[] { 1, 2, 4, 8 }), scenario.Name);
            Assert.That(scenario.Points.Select(point => point.Setup.Os.PinServer), Is.All.EqualTo(new[] { 1 }), scenario.Name);
            Assert.That(scenario.Points.Select(point => point.Setup.Runtime!.Netpoller.Topology), Is.All.EqualTo("shared"), scenario.Name);
            Assert.That(scenario.Checks.Select(check => check.Model), Is.Not.Empty.And.All.EqualTo("shared"), scenario.Name);
        }
    }

    [Test]
    public void Those_whose_threads_may_run_anywhere_speak_for_placement_and_are_the_same_otherwise()
    {
        foreach (var scenario in s_scenarios.Where(scenario => !GoScenario.IsBound(scenario.Name)))
        {
            var bound = PlanOf(scenario.Name.Replace("free-", "", StringComparison.Ordinal), point: 0);
            var free = PlanOf(scenario.Name, point: 0);
            Assert.That(free.Work, Is.EqualTo(bound.Work), scenario.Name);
            Assert.That(free.Load?.Connections, Is.EqualTo(bound.Load?.Connections), scenario.Name);
            Assert.That(free.Cpus, Is.EqualTo(new[] { 0, 1 }), scenario.Name);
            Assert.That(scenario.Checks.Select(check => check.Model), Is.Not.Empty.And.All.EqualTo("placement"), scenario.Name);
        }
    }

    [Test]
    public void A_real_server_has_the_service_time_and_the_load_of_the_simulated_one()
    {
        var plan = PlanOf("go-echo", point: 1);

        Assert.That(plan.Work, Is.EqualTo(new GoWork("echo") { ServiceNs = 10_000, Bytes = GoRun.BodyBytes(128), Clients = 16 }));
        Assert.That((plan.Load!.Connections, plan.Load.Threads, plan.Load.RequestBytes), Is.EqualTo((16, 1, 128)));
        Assert.That(plan.Gomaxprocs, Is.EqualTo(2));
        Assert.That(plan.Cpus, Is.EqualTo(new[] { 1 }));
        Assert.That(plan.Load.Cpus, Is.EqualTo(new[] { 0 }));
    }

    [Test]
    public void What_net_http_computes_is_in_the_simulated_handler_alone() => Assert.That(PlanOf("go-http", 0).Work.ServiceNs, Is.Zero);

    [Test]
    public void A_critical_section_is_the_first_computation_and_the_pause_the_second()
    {
        var work = PlanOf("go-mutex", 0).Work;

        Assert.That((work.Width, work.Rounds, work.ServiceNs, work.PauseNs), Is.EqualTo((8, 200, 500L, 2000L)));
    }

    [TestCase("go-syscalls", 8, 20, 5_000, 1_000_000)]
    [TestCase("go-timers", 100, 10, 2_000, 1_000_000)]
    public void A_wait_is_the_pause(string name, int width, int rounds, long service, long pause)
    {
        var work = PlanOf(name, 0).Work;

        Assert.That((work.Width, work.Rounds, work.ServiceNs, work.PauseNs), Is.EqualTo((width, rounds, service, pause)));
    }

    [Test]
    public void The_toolchains_version_and_the_cost_of_net_http_find_their_places()
    {
        var changed = BuiltInChecks.Read(GoScenario.ServersFile, new() { Overrides = [GoScenario.VersionOverride(new("go", "go1.21.1", 21)), GoScenario.HttpOverride(6_543)] }).File!.Scenarios;

        Assert.That(changed.SelectMany(scenario => scenario.Points).Select(point => point.Setup.Runtime!.GoMinor), Is.All.EqualTo(21));
        var hello = changed.First(scenario => scenario.Name == "go-http").Points[0].Setup.Programs["hello"];
        Assert.That(hello.AllOperations.OfType<CpuOperation>().Single().Time!.MeanPicoseconds, Is.EqualTo(6_543_000));
    }

    [Test]
    public void A_version_newer_than_all_that_are_known_takes_the_newest_rules() => Assert.That(GoScenario.VersionOverride(new("go", "go1.99", 99)), Does.Contain("1.27"));

    private static GoRunPlan PlanOf(string name, int point) => GoScenario.PlanOf(name, s_scenarios.First(scenario => scenario.Name == name).Points[point].Setup, SimDuration.Zero);

    private static List<Scenario> Read(ReadOptions options) =>
        [.. BuiltInChecks.Names.Where(name => name.StartsWith(GoScenario.Prefix, StringComparison.Ordinal)).SelectMany(name => BuiltInChecks.Read(name, options).File!.Scenarios)];
}
