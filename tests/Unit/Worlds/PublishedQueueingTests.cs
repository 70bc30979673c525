using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;
using GmpSim.Scenarios.Worlds;
using MathNet.Numerics.Distributions;

namespace GmpSim.Tests.Unit.Worlds;

/// <summary>V11 and V12: with all costs zero the world is a queueing model, and queueing theory knows the answer.</summary>
public sealed class PublishedQueueingTests
{
    private static readonly SimDuration Warmup = SimDuration.FromMilliseconds(100);

    private static readonly double ServicesPerSecond = 100_000;

    private static IEnumerable<TestCaseData> Claims()
    {
        yield return Claim("v11-queueing", "mm1-50", "V11-mm1-50", Metrics.LatencyMeanUs, 1.0 / 10, 1 / (1 - 0.5));
        yield return Claim("v11-queueing", "mm1-80", "V11-mm1-80", Metrics.LatencyMeanUs, 1.0 / 10, 1 / (1 - 0.8));
        yield return Claim("v11-queueing", "mm1-90", "V11-mm1-90", Metrics.LatencyMeanUs, 1.0 / 10, 1 / (1 - 0.9));
        yield return Claim("v11-queueing", "mm2-80", "V11-mm2", Metrics.PWaitMeanMs, 100, QueueingFormulas.WaitOfErlangC(2, 0.8));
        yield return Claim("v11-queueing", "mm4-80", "V11-mm4", Metrics.PWaitMeanMs, 100, QueueingFormulas.WaitOfErlangC(4, 0.8));
        yield return Claim("v11-queueing", "mm16-90", "V11-mm16", Metrics.PWaitMeanMs, 100, QueueingFormulas.WaitOfErlangC(16, 0.9));
        yield return Claim("v11-queueing", "md1-80", "V11-md1", Metrics.PWaitMeanMs, 100, QueueingFormulas.WaitOfPollaczekKhinchine(0.8, 0));
        yield return Claim("v11-queueing", "mg1-80", "V11-mg1", Metrics.PWaitMeanMs, 1000.0 / 30, QueueingFormulas.WaitOfPollaczekKhinchine(0.8, 4));
        foreach (var customers in new[] { 5, 20 })
        {
            var (throughput, response) = QueueingFormulas.MeanValueAnalysis(customers, think: 10);
            foreach (var server in new[] { "tasks", "http" })
            {
                var name = $"closed-{customers}-{server}";
                yield return Claim("v11-queueing", name, $"V11-{name}", Metrics.ThroughputRps, 1 / ServicesPerSecond, throughput);
                yield return Claim("v11-queueing", name, $"V11-{name}-R", Metrics.LatencyMeanUs, 1.0 / 10, response);
            }
        }

        yield return Claim("v12-limits", "stealing-4", "V12-stealing-4", Metrics.PWaitMeanMs, 100, QueueingFormulas.WaitOfErlangC(4, 0.8));
        yield return Claim("v12-limits", "stealing-4", "V12-stealing-4-Little", Metrics.RunqMean, 1, 3.2 * QueueingFormulas.WaitOfErlangC(4, 0.8));
        yield return Claim("v12-limits", "stealing-16", "V12-stealing-16", Metrics.PWaitMeanMs, 100, QueueingFormulas.WaitOfErlangC(16, 0.9));
        yield return Claim("v12-limits", "stealing-16", "V12-stealing-16-Little", Metrics.RunqMean, 1, 14.4 * QueueingFormulas.WaitOfErlangC(16, 0.9));
        yield return Claim("v12-limits", "no-stealing-4", "V12-no-stealing", Metrics.PWaitMeanMs, 100, 0.8 / (1 - 0.8));
        yield return Claim("v12-limits", "no-stealing-4", "V12-no-stealing-W", Metrics.LatencyMeanUs, 1.0 / 10, 1 / (1 - 0.8));
        yield return Claim("v12-limits", "no-stealing-4", "V12-no-stealing-Little", Metrics.RunqMean, 1, 4 * 0.8 * 0.8 / (1 - 0.8));
        yield return Claim("v12-limits", "little-one-p", "V12-little-1", Metrics.RunqMean, 1, 0.8 * 0.8 / (1 - 0.8));
        yield return Claim("v12-limits", "little-one-p", "V12-little-1-Wq", Metrics.PWaitMeanMs, 100, 0.8 / (1 - 0.8));
    }

    /// <summary>Replications of a scenario, run once for all its claims.</summary>
    private readonly Dictionary<string, double?[][]> _runs = new(StringComparer.Ordinal);

    [TestCaseSource(nameof(Claims))]
    public void The_interval_of_ten_runs_contains_what_theory_says(string file, string scenario, string id, Metric metric, double factor, double theory)
    {
        var spec = Scenario(file, scenario);
        Assert.That(spec.Expect.Single(claim => claim.Id == id).Expected, Is.EqualTo(theory).Within(1e-6), "the value in the scenario file");

        var (mean, half) = Interval(Values(spec, metric, factor), 0.99);
        TestContext.Out.WriteLine($"{id}: theory {theory:F6}, observed {mean:F6} ± {half:F6} (99 %)");
        Assert.That(theory, Is.InRange(mean - half, mean + half), "the exact value and the 99 % interval");
        Assert.That(half, Is.LessThan(0.12 * theory), "an interval this wide would contain anything");
    }

    [Test]
    public void Of_a_hundred_intervals_at_95_percent_about_95_contain_the_truth()
    {
        var setup = Scenario("v11-queueing", "mm1-50").Points[0].Setup;
        var covered = 0;
        for (var trial = 0; trial < 100; trial++)
        {
            var values = Enumerable.Range(0, 5).Select(run => Run(setup, (ulong)(10_000 + (trial * 5) + run), SimDuration.FromMilliseconds(40), SimDuration.FromMilliseconds(5))[Metrics.LatencyMeanUs.Index]!.Value / 10);
            var (mean, half) = Interval([.. values], 0.95);
            if (Math.Abs(mean - 2) <= half) covered++;
        }

        TestContext.Out.WriteLine($"{covered} of 100 intervals contain W = 2");
        Assert.That(covered, Is.InRange(89, 99)); // binomial(100, 0.95): outside with probability under 2 %
    }

    private static TestCaseData Claim(string file, string scenario, string id, Metric metric, double factor, double theory) =>
        new TestCaseData(file, scenario, id, metric, factor, theory).SetArgDisplayNames(id);

    private static Scenario Scenario(string file, string name)
    {
        var read = ScenarioReader.Read(Repository.PathOf("Scenarios", "published", file + ".yaml"));
        Assert.That(read.Problems, Is.Empty);
        return read.File!.Scenarios.Single(scenario => scenario.Name == name);
    }

    private double[] Values(Scenario scenario, Metric metric, double factor)
    {
        if (!_runs.TryGetValue(scenario.Name, out var runs))
        {
            var setup = scenario.Points[0].Setup;
            // About 120,000 requests a run, whatever their rate.
            var rate = setup.Workload.Clients[0].RatePerSecond;
            var duration = SimDuration.FromMilliseconds((long)(120e6 / (rate > 0 ? rate : ServicesPerSecond)));
            runs = [.. Enumerable.Range(0, 10).Select(run => Run(setup, (ulong)(1 + run), duration, Warmup).ToArray())];
            _runs.Add(scenario.Name, runs);
        }

        return [.. runs.Select(values => values[metric.Index]!.Value * factor)];
    }

    private static IReadOnlyList<double?> Run(PointSetup setup, ulong seed, SimDuration duration, SimDuration warmup) =>
        World.Build(setup, seed, PendingEventSets.Create()).Run(warmup, duration);

    /// <summary>Student's interval around the mean of independent runs.</summary>
    private static (double Mean, double Half) Interval(double[] values, double confidence)
    {
        var mean = values.Average();
        var variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
        var t = StudentT.InvCDF(0, 1, values.Length - 1, (1 + confidence) / 2);
        return (mean, t * Math.Sqrt(variance / values.Length));
    }
}
