using GmpSim.Results;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Scenarios;

internal sealed class SweepTests
{
    private static string[] Labels(IReadOnlyList<ScenarioPoint> points) =>
        [.. points.Select(point => string.Join(' ', point.Coordinates.Select(coordinate => $"{coordinate.Name}={coordinate.Value}")))];

    [Test]
    public void A_sweep_is_the_cross_product_of_its_lists_the_last_fastest()
    {
        var points = Given.Points("sweep: { runtime.gomaxprocs: [1, 2], runtime.netpoller: [per-p, shared] }");

        Assert.That(Labels(points), Is.EqualTo(new[] { "gomaxprocs=1 netpoller=per-p", "gomaxprocs=1 netpoller=shared", "gomaxprocs=2 netpoller=per-p", "gomaxprocs=2 netpoller=shared" }));
        Assert.That(points.Select(point => (point.Setup.Runtime!.Gomaxprocs, point.Setup.Runtime.Netpoller.Topology)), Is.EqualTo(new[] { (1, "per-p"), (1, "shared"), (2, "per-p"), (2, "shared") }));
        Assert.That(points[0].Coordinates[0], Is.EqualTo(new Coordinate("runtime.gomaxprocs", "gomaxprocs", "1")));
    }

    [Test]
    public void Zipped_lists_advance_together()
    {
        var points = Given.Points("sweep: { zip: { runtime.gomaxprocs: [1, 2], machine.cores: [4, 8] }, run.duration: [1s, 2s] }");

        Assert.That(Labels(points), Is.EqualTo(new[] { "gomaxprocs=1 cores=4 duration=1s", "gomaxprocs=1 cores=4 duration=2s", "gomaxprocs=2 cores=8 duration=1s", "gomaxprocs=2 cores=8 duration=2s" }));
        Assert.That(points.Select(point => point.Setup.Machine.LogicalCpus), Is.EqualTo(new[] { 4, 4, 8, 8 }));
    }

    [Test]
    public void Without_a_sweep_there_is_one_point_without_coordinates() => Assert.That(Given.Points().Single().Coordinates, Is.Empty);

    [Test]
    public void Keys_of_one_name_are_told_apart_by_their_paths()
    {
        var points = Given.Points(
            "workload: { server: { kind: echo }, clients: [{ kind: closed }, { kind: closed }] }",
            "sweep: { \"workload.clients[0].connections\": [1], \"workload.clients[1].connections\": [2] }");

        Assert.That(points[0].Coordinates.Select(coordinate => coordinate.Name), Is.EqualTo(new[] { "workload.clients[0].connections", "workload.clients[1].connections" }));
        Assert.That(points[0].Setup.Workload.Clients.Select(client => client.Connections), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void A_path_below_a_short_form_turns_it_into_the_long_form()
    {
        var points = Given.Points("runtime: { netpoller: sharded }", "sweep: { runtime.netpoller.shards: [2, 4] }");

        Assert.That(points.Select(point => point.Setup.Runtime!.Netpoller.Topology), Is.All.EqualTo("sharded"));
        Assert.That(points.Select(point => point.Setup.Runtime!.Netpoller.Shards), Is.EqualTo(new[] { 2, 4 }));
    }

    [Test]
    public void A_cost_is_swept_by_its_dotted_key()
    {
        var points = Given.Points("sweep: { machine.costs.kernel.syscall: [50ns, 100ns] }");

        Assert.That(points.Select(point => point.Setup.Machine.Costs["kernel.syscall"].Value.WholeNanoseconds), Is.EqualTo(new[] { 50, 100 }));
        Assert.That(points[0].Setup.Machine.Profile, Is.EqualTo("generic-x86"));
    }

    [Test]
    public void Operations_and_distributions_of_programs_can_be_swept()
    {
        var points = Given.Points(
            "workload: { server: { kind: http, handler: h }, clients: [{ kind: closed }] }",
            "programs: { h: [read, { cpu: { exponential: 8us } }, write] }",
            "sweep: { \"programs.h[1].cpu\": [1us, { uniform: { min: 1us, max: 2us } }] }");

        Assert.That(points.Select(point => ((CpuOperation)point.Setup.Programs["h"].Operations[1]).Time!.Describe()), Is.EqualTo(new[] { "constant 1us", "uniform(1us to 2us)" }));
        Assert.That(points[1].Coordinates[0].Value, Is.EqualTo("uniform=min=1us max=2us"));
    }

    [Test]
    public void A_key_that_only_the_sweep_supplies_is_not_missing() =>
        Assert.That(Given.Points("workload: { server: { kind: echo }, clients: [{ kind: open }] }", "sweep: { \"workload.clients[0].rate\": [1k/s, 2k/s] }"), Has.Count.EqualTo(2));

    [Test]
    public void An_error_in_a_point_is_told_once_however_many_points_share_it() =>
        Assert.That(Given.Codes(Given.File("machine: nowhere", "sweep: { runtime.gomaxprocs: [1, 2, 3] }")), Is.EqualTo(new[] { "GMP0301" }));

    [Test]
    public void An_error_that_only_one_point_has_is_found() =>
        Assert.That(Given.Codes(Given.File("os: { pin: { server: \"0-3\" } }", "sweep: { machine.cores: [8, 4, 2] }")), Is.EqualTo(new[] { "GMP0403" }));

    [Test]
    public void Ten_thousand_points_are_allowed_and_one_more_is_not()
    {
        static string Sweep(int last) => $"sweep: {{ runtime.gomaxprocs: [{string.Join(',', Enumerable.Range(1, 100))}], \"workload.clients[0].connections\": [{string.Join(',', Enumerable.Range(1, last))}] }}";

        Assert.That(Given.Points(Sweep(100)), Has.Count.EqualTo(10_000));
        Assert.That(Given.Codes(Given.File(Sweep(101))), Is.EqualTo(new[] { "GMP0503" }));
    }

    [Test]
    public void The_points_of_an_expectation_are_found_by_given_and_selectors()
    {
        var scenario = Given.Read(Given.File(
            "sweep: { runtime.gomaxprocs: [1, 4], runtime.netpoller: [per-p, shared] }",
            "expect: [{ id: a, value: \"requests[gomaxprocs=1] / requests[runtime.gomaxprocs=4]\", given: { netpoller: shared }, expected: 2, kind: ratio }]")).Scenarios[0];

        var claim = scenario.Expect.Single();
        var meant = claim.Expression.References.Select(reference => Labels([.. scenario.Points.Where(point => claim.Fits(reference, point.Coordinates))]).Single());
        Assert.That(meant, Is.EqualTo(new[] { "gomaxprocs=1 netpoller=shared", "gomaxprocs=4 netpoller=shared" }));
        Assert.That(claim.Tolerance, Is.EqualTo(0.1));
    }

    [Test]
    public void A_range_has_bounds_and_a_middle()
    {
        var claim = Given.Read(Given.File("expect: [{ id: a, value: cpu_utilisation, expected: [0.4, 0.8], kind: range }]")).Scenarios[0].Expect.Single();

        Assert.That((claim.Low, claim.High), Is.EqualTo((0.4, 0.8)));
        Assert.That(claim.Expected, Is.EqualTo(0.6).Within(1e-12));
    }
}
