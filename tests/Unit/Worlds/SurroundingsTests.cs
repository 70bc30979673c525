using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Exploration;
using GmpSim.Scenarios.Spec;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>Servers under a CPU quota, beside other tenants, and on virtual machines.</summary>
public sealed class SurroundingsTests
{
    private const string Serving = "  serve: [{ read: request }, { cpu: 20us }, { write: response }]";
    private const string Http = "workload: { server: { kind: http, handler: serve }, clients: [{ kind: closed, connections: 8, on: remote }] }";

    [TestCase("os: { background: [{ threads: 0 }] }")]
    [TestCase("os: { steal: 0% }")]
    [TestCase("os: { cpu_quota: none }")]
    public void A_tenant_without_threads_a_host_that_takes_nothing_and_a_quota_of_none_change_no_event(string os) =>
        Assert.That(Digest(os), Is.EqualTo(Digest("os: {}")));

    [TestCase("os: { background: [{ threads: 2, utilisation: 30% }] }")]
    [TestCase("os: { steal: 3% }")]
    [TestCase("os: { cpu_quota: 1cores }")]
    public void What_surrounds_the_server_is_the_same_in_every_run_of_a_seed(string os)
    {
        var first = Digest(os);

        Assert.That(Digest(os), Is.EqualTo(first));
        Assert.That(first, Is.Not.EqualTo(Digest("os: {}")));
    }

    [TestCase(1, "50%")]
    [TestCase(4, "2cores")]
    [TestCase(8, "300%")]
    public void A_server_that_could_use_more_serves_what_the_quota_allows_and_stands_still_for_the_rest_of_each_period(int ps, string quota)
    {
        // As many customers as Ps, 10 us each, no costs: all Ps compute until the quota is used up, at q/P of the period.
        var setup = Tasks(ps, quota, $"{{ kind: closed, connections: {ps} }}");
        var cores = setup.Os.CpuQuota.Cores!.Value;

        var values = Run(setup, SimDuration.FromSeconds(3));

        Assert.That(values[Metrics.ThroughputRps.Index], Is.EqualTo(cores * 100_000).Within(0.1).Percent);
        Assert.That(values[Metrics.LatencyP50Us.Index], Is.EqualTo(10).Within(1).Percent, "most notice nothing");
        var pause = ((1 - (cores / ps)) * 100_000) + 10;
        Assert.That(values[Metrics.LatencyMaxUs.Index], Is.InRange(pause * 0.999, pause + 5_000), "a core may get a slice less than another");
        Assert.That(values[Metrics.ThrottledShare.Index], Is.EqualTo(1));
        Assert.That(values[Metrics.ThrottledMsPerS.Index], Is.EqualTo((ps - cores) * 1000).Within(0.1).Percent);
    }

    [Test]
    public void Random_arrivals_that_stay_below_the_quota_wait_as_if_there_were_none()
    {
        // M/D/1 at 30 % of a core under a quota of 50 %: no period sees 50 ms of work.
        var values = Run(Tasks(1, "50%", "{ kind: open, rate: 30k/s }"), SimDuration.FromSeconds(3));

        Assert.That(values[Metrics.LatencyMeanUs.Index], Is.EqualTo(10 * (1 + QueueingFormulas.WaitOfPollaczekKhinchine(0.3, 0))).Within(2).Percent);
        Assert.That(values[Metrics.NrThrottled.Index], Is.EqualTo(0));
        Assert.That(values[Metrics.NrPeriods.Index], Is.EqualTo(30));
    }

    [Test]
    public void Random_arrivals_above_the_quota_are_served_at_its_rate()
    {
        var values = Run(Tasks(1, "50%", "{ kind: open, rate: 70k/s }"), SimDuration.FromSeconds(3));

        Assert.That(values[Metrics.ThroughputRps.Index], Is.EqualTo(50_000).Within(0.1).Percent);
    }

    [Test]
    public void From_Go_1_25_on_the_Ps_follow_a_limit_that_is_changed_under_way()
    {
        var setup = Given.Setup(
            "machine: { base: generic-x86, cores: 8 }",
            "os: { cpu_quota: 6cores }",
            "runtime: { go: \"1.25\", cgroup_limits: [{ at: 1s, limit: 3cores }] }",
            Http,
            "programs:",
            Serving);
        var world = World.Build(setup, seed: 1, PendingEventSets.Create(PendingEventSetKind.Heap));

        world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(900));
        Assert.That(world.Process.Processors, Has.Count.EqualTo(6));
        world.Simulation.RunUntil(SimTime.Zero + SimDuration.FromMilliseconds(2_500));
        Assert.That(world.Process.Processors, Has.Count.EqualTo(3));
    }

    [TestCase("cpu_quota: { limit: 150%, period: 5ms }")]
    [TestCase("cpu_quota: { limit: 200%, period: 5ms, slice: 1ms }, steal: 20%, background: [{ threads: 6, utilisation: 40%, burst: { exponential: 200us } }]")]
    public void Every_rule_of_the_runtime_holds_while_its_threads_are_held_back(string os)
    {
        var setup = Given.Setup(
            "machine: { base: generic-x86, cores: 4 }",
            $"os: {{ {os} }}",
            "runtime: { gomaxprocs: 4 }",
            "workload: { server: { kind: http, handler: serve }, clients: [{ kind: closed, connections: 12 }] }",
            "programs:",
            Serving);

        Assert.That(Trial.Run(setup, new(Seed: 1, Events: 60_000, IsFree: false)).Failure, Is.Null);
    }

    private static PointSetup Tasks(int ps, string quota, string client) => Given.Setup(
        $"machine: {{ base: ideal, cores: {ps} }}",
        $"os: {{ cpu_quota: {quota} }}",
        $"runtime: {{ gomaxprocs: {ps}, toggles: {{ sysmon: false }} }}",
        $"workload: {{ server: {{ kind: tasks, handler: work }}, clients: [{client}] }}",
        "programs:",
        "  work: [{ cpu: 10us }]");

    private static IReadOnlyList<double?> Run(PointSetup setup, SimDuration duration) =>
        World.Build(setup, seed: 1, PendingEventSets.Create(PendingEventSetKind.Heap)).Run(SimDuration.FromMilliseconds(200), duration);

    private static ulong Digest(string os)
    {
        var setup = Given.Setup(["machine: { base: generic-x86, cores: 4 }", os, "runtime: { go: \"1.24\" }", Http, "programs:", Serving]);
        var world = World.Build(setup, seed: 1, PendingEventSets.Create(PendingEventSetKind.Heap));
        world.Run(SimDuration.FromMilliseconds(10), SimDuration.FromMilliseconds(100));
        return world.Simulation.Digest;
    }
}
