using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;
using GmpSim.Scenarios.Worlds;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>What holds on every machine with all its costs.</summary>
public sealed class MachineWorldTests
{
    private static IEnumerable<string> Profiles => BuiltInMachines.Names;

    [TestCaseSource(nameof(Profiles))]
    public void Twice_the_cores_serve_twice_as_many_independent_tasks(string profile)
    {
        double Throughput(int cores) => Run(
            $"{{ base: {profile}, cores: {cores} }}",
            $"workload: {{ server: {{ kind: tasks, handler: handler, placement: random-p }}, clients: [ {{ kind: closed, connections: {cores * 16} }} ] }}",
            "handler: [ { cpu: 500us } ]",
            "{}")[Metrics.ThroughputRps.Index]!.Value;

        Assert.That(Throughput(8) / Throughput(4), Is.EqualTo(2).Within(2).Percent);
    }

    [Test]
    public void What_a_core_used_and_was_idle_is_the_window_exactly_whatever_surrounds_the_server(
        [ValueSource(nameof(Profiles))] string profile,
        [Values("{}", "{ cpu_quota: 150% }", "{ background: [ { threads: 3, utilisation: 40% } ] }", "{ steal: 7% }")] string os)
    {
        var world = Build(
            $"{{ base: {profile}, sockets: 1, llcs_per_socket: 2, cores_per_llc: 2 }}",
            "workload: { server: { kind: http, handler: handler }, clients: [ { kind: closed, connections: 20, threads: 2 }, { kind: open, rate: 20k/s, rtt: 50us } ] }",
            "handler: [ { read: request }, { cpu: { exponential: 20us } }, { spawn: child }, { write: response } ]\n      child: [ { cpu: 5us } ]",
            os);
        var conservation = new CpuConservation(world.Host);
        for (var run = 0; run < 20_000; run++)
        {
            if (!world.Simulation.Step(SimTime.MaxValue, out _)) break;
            if (run % 16 == 0) Assert.That(conservation.Find(), Is.Null, $"at {world.Simulation.Now}");
        }

        Assert.That(world.Host.BusyTime, Is.GreaterThan(SimDuration.Zero), "the run is not empty");
    }

    [Test]
    public void The_table_of_cores_sums_to_the_window_and_its_shares_to_one()
    {
        var world = Build(
            "{ base: xeon-8480, cores: 2 }",
            "workload: { server: { kind: http, handler: handler }, clients: [ { kind: closed, connections: 20, threads: 2 } ] }",
            "handler: [ { read: request }, { cpu: { exponential: 20us } }, { write: response } ]",
            "{ steal: 7% }");
        var values = world.Run(SimDuration.FromMilliseconds(3), SimDuration.FromMilliseconds(10));

        foreach (var core in world.CoreTimes.GroupBy(time => time.Core))
            Assert.That(core.Aggregate(SimDuration.Zero, (sum, time) => sum + time.Time), Is.EqualTo(SimDuration.FromMilliseconds(10)), $"core {core.Key}");
        Metric[] shares = [Metrics.CpuUserShare, Metrics.CpuKernelShare, Metrics.CpuLineWaitShare, Metrics.CpuIdleShare, Metrics.CpuStealShare];
        Assert.That(shares.Sum(share => values[share.Index]), Is.EqualTo(1).Within(1e-9));
    }

    private static IReadOnlyList<double?> Run(string machine, string workload, string programs, string os) =>
        Build(machine, workload, programs, os).Run(SimDuration.FromMilliseconds(20), SimDuration.FromMilliseconds(200));

    private static World Build(string machine, string workload, string programs, string os)
    {
        var result = ScenarioReader.ReadText("test.yaml", $"""
            gmpsim: 1
            scenarios:
              drawn:
                machine: {machine}
                os: {os}
                run: {"{ warmup: 0s, duration: 20ms, replications: 1, seed: 1 }"}
                programs:
                  {programs}
                {workload}
            """);
        Assert.That(string.Concat(result.Problems), Is.Empty);
        PointSetup setup = result.File!.Scenarios[0].Points[0].Setup;
        return World.Build(setup, seed: 1, PendingEventSets.Create(PendingEventSetKind.Heap));
    }
}
