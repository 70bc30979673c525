using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Checks;
using GmpSim.Scenarios.Expressions;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Checks;

public sealed class CheckCollectorTests
{
    private static readonly string[][] s_points = [["1", "shared"], ["1", "per-p"], ["4", "shared"], ["4", "per-p"]];

    [Test]
    public void A_figure_without_a_point_is_checked_at_every_point()
    {
        var observations = Collect(Check("throughput_rps"));

        Assert.That(observations.Select(o => o.Point), Is.EqualTo(new[] { "p=1;net=shared", "p=1;net=per-p", "p=4;net=shared", "p=4;net=per-p" }));
        Assert.That(observations.Select(o => o.Real[0]), Is.EqualTo(new[] { 10, 20, 30, 40 }));
        Assert.That(observations.Select(o => o.Simulated[0]), Is.EqualTo(new[] { 11, 21, 31, 41 }));
        Assert.That(observations.Select(o => o.Unit), Is.All.EqualTo("1/s"));
    }

    [Test]
    public void A_ratio_holds_each_point_against_the_one_that_shares_its_other_coordinates()
    {
        var observations = Collect(Check("throughput_rps / throughput_rps[p=1]"));

        Assert.That(observations.Select(o => o.Point), Is.EqualTo(new[] { "p=4;net=shared", "p=4;net=per-p" }), "not a point against itself");
        Assert.That(observations.Select(o => o.Real[0]), Is.EqualTo(new[] { 3, 2 }));
        Assert.That(observations.Select(o => o.Unit), Is.All.Empty);
    }

    [Test]
    public void Two_figures_of_one_point_make_a_check_at_every_point() =>
        Assert.That(Collect(Check("epoll_wait_per_s / throughput_rps")).Select(o => o.Real[0]), Is.EqualTo(new[] { 2, 2, 2, 2 }));

    [Test]
    public void A_figure_that_names_all_its_points_is_checked_once() =>
        Assert.That(Collect(Check("throughput_rps[p=4, net=shared] / throughput_rps[p=1, net=shared]")).Select(o => (o.Point, o.Real[0])), Is.EqualTo(new[] { ("", 3.0) }));

    [Test]
    public void Given_narrows_the_points() =>
        Assert.That(Collect(Check("throughput_rps", given: ("net", "per-p"))).Select(o => o.Point), Is.EqualTo(new[] { "p=1;net=per-p", "p=4;net=per-p" }));

    [Test]
    public void A_figure_that_real_runs_do_not_have_is_left_out() => Assert.That(Collect(Check("gc_pause_mean_us")), Is.Empty);

    [TestCase(CheckKind.Count, 0.15)]
    [TestCase(CheckKind.CpuRatio, 0.10)]
    [TestCase(CheckKind.Ratio, 0.20)]
    [TestCase(CheckKind.Latency, 0.30)]
    public void The_kind_decides_the_tolerance(CheckKind kind, double tolerance) =>
        Assert.That(Collect(Check("throughput_rps", kind))[0].Tolerance, Is.EqualTo(tolerance));

    [Test]
    public void Shapes_are_compared_whatever_their_scale()
    {
        // Simulated latencies are three times the real ones at every point: same shape.
        var observation = Collect(Check("latency_p50_us", CheckKind.Shape))[0];

        Assert.That(observation.Distance, Is.EqualTo(0).Within(1e-12));
        Assert.That(observation.DistanceNoise, Is.EqualTo(0).Within(1e-12));
    }

    private static IReadOnlyList<CheckObservation> Collect(CheckSpec check)
    {
        var scenario = new Scenario("echo", "", "", [], [], []) { Checks = [check] };
        return CheckCollector.Collect(scenario, [.. s_points.Select((p, i) => Point(p, 10 * (i + 1), 1))], [.. s_points.Select((p, i) => Point(p, (10 * (i + 1)) + 1, 3))]);
    }

    private static CheckSpec Check(string value, CheckKind kind = CheckKind.Ratio, params (string Name, string Value)[] given) =>
        new("x.yaml:1:1", "c", "echo", value, ExpressionParser.Parse(value, out _)!, given.ToDictionary(g => g.Name, g => g.Value, StringComparer.Ordinal), kind, null);

    private static PointResult Point(string[] at, double throughput, int latencyScale)
    {
        Coordinate[] coordinates = [new("runtime.p", "p", at[0]), new("runtime.net", "net", at[1])];
        return new(coordinates, [.. Enumerable.Range(0, 3).Select(r => Run(coordinates, r, throughput, latencyScale))]);
    }

    private static RunRecord Run(Coordinate[] point, int replication, double throughput, int latencyScale)
    {
        var values = new double?[Metrics.All.Count];
        values[Metrics.ThroughputRps.Index] = throughput;
        values[Metrics.EpollWaitPerS.Index] = 2 * throughput;
        values[Metrics.LatencyP50Us.Index] = 50 * latencyScale;
        var latency = new Histogram();
        for (var i = 1; i <= 100; i++) latency.Record(SimDuration.FromMicroseconds(i * latencyScale));
        return new() { Scenario = "echo", Point = point, Replication = replication, Seed = 1, Digest = 1, Values = values, Latency = latency, SkewByP = [], Attribution = [] };
    }
}
