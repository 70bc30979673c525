using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Worlds;
using GmpSim.Tests.Unit.Scenarios;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>Ms that share one core, with the load generator on another.</summary>
public sealed class SharedCoreTests
{
    /// <summary>
    /// Two Ps, four connections that think 20 µs, on a virtual machine with two CPUs: 480 steals and 5,300 involuntary switches for 29,400 requests a second were measured with a runtime of Go's rules on real threads (Linux 6.18).
    /// An M that takes its waker's core within injectglist finds the ring not filled yet; did it find the whole harvest, there would be nine times as many steals.
    /// </summary>
    [Test]
    public void Who_is_woken_by_injectglist_and_takes_the_wakers_core_finds_little_to_steal()
    {
        const double Measured = 480 / 29_400.0;
        var setup = Given.Setup(
            "machine: { base: generic-x86, cores: 2, costs: { kernel.idle_exit_shallow: 24us, kernel.idle_exit_medium: 30us, kernel.idle_exit_deep: 30us, kernel.ipi_send: 9us }, traits: { idle_wake: ipi, idle_spread: 25% } }",
            "runtime: { go: \"1.24\", gomaxprocs: 2, toggles: { sysmon: false } }",
            "os: { kernel: \"6.18\", pin: { server: \"1\", client: \"0\" } }",
            "workload: { server: { kind: http, handler: handler }, clients: [ { kind: closed, connections: 4, threads: 1, think: { exponential: 20us } } ] }",
            "programs: { handler: [ { read: request }, { cpu: 10us }, { write: response } ] }");
        var world = World.Build(setup, 1, PendingEventSets.Create());
        var figures = world.Run(SimDuration.FromMilliseconds(100), SimDuration.FromMilliseconds(500));
        double ARequest(Metric metric) => figures[metric.Index]!.Value / figures[Metrics.ThroughputRps.Index]!.Value;

        Assert.That(ARequest(Metrics.InvoluntarySwitchesPerS), Is.GreaterThan(0.05), "Ms do take each other's core");
        Assert.That(ARequest(Metrics.StealsPerS), Is.InRange(Measured / 3, Measured * 3));
    }
}
