using GmpSim.Calibration.Checks;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Checks;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Checks;

/// <summary>The checks that come with the simulator, with the model in the place of reality: right, and broken on purpose.</summary>
public sealed class BuiltInCheckTests
{
    private static IEnumerable<string> Names => BuiltInChecks.Names;

    [TestCaseSource(nameof(Names))]
    public void A_file_is_valid_and_every_scenario_in_it_is_checked(string name)
    {
        var result = BuiltInChecks.Read(name, ReadOptions.None);

        Assert.That(string.Concat(result.Problems), Is.Empty);
        foreach (var scenario in result.File!.Scenarios) Assert.That(scenario.Checks, Is.Not.Empty, scenario.Name);
    }

    [Test]
    public void A_model_that_is_reality_passes_every_check()
    {
        var results = Judge(Herd("6.18"), Herd("6.18"));

        Assert.That(results, Has.Count.GreaterThan(20));
        Assert.That(results.Where(result => result.Outcome is not CheckOutcome.Pass).Select(Text), Is.Empty);
        Assert.That(Realism.Of(results).Single().Realism, Is.EqualTo(100));
    }

    /// <remarks>Kernels 5.5 to 5.12 do not wake a second thread when a harvest leaves something: as a model of a newer kernel that is a broken one.</remarks>
    [Test]
    public void A_model_without_chained_wake_ups_fails_where_level_triggered_threads_share_an_instance_and_nowhere_else()
    {
        var failed = Judge(Herd("6.18"), Herd("5.8")).Where(result => result.Outcome == CheckOutcome.Fail && result.Observation.Scenario == "herd" && result.Observation.Id == "wake-ups").Select(Text);

        Assert.That(failed, Is.EqualTo(new[] { 2, 4, 8, 16 }.Select(threads => $"wake-ups epoll=trigger=level;threads={threads}")));
    }

    [Test]
    public void A_model_in_which_idle_cores_take_ten_times_as_long_to_come_back_fails_where_latency_is_wake_ups()
    {
        var (real, broken) = (Echo("light-load"), Echo("light-load", "machine.costs={ kernel.idle_exit_shallow: 7us, kernel.idle_exit_medium: 22us, kernel.idle_exit_deep: 580us }"));
        var failed = Judge(real, broken).Where(result => result.Outcome == CheckOutcome.Fail).Select(result => result.Observation.Id).Distinct();

        Assert.That(failed, Does.Contain("skew"));
    }

    [Test]
    public void A_model_in_which_nobody_steals_fails_where_requests_differ_in_length()
    {
        var real = Echo("stealing");
        var without = real[0].Points[1];
        var failed = Judge(real, [real[0] with { Points = [without, without] }]).Where(result => result.Outcome == CheckOutcome.Fail).Select(result => result.Observation.Id);

        Assert.That(without.Setup.Runtime!.Toggles.Steal, Is.False);
        Assert.That(failed, Is.Not.Empty);
    }

    private static string Text(CheckResult result) => $"{result.Observation.Id} {result.Observation.Point}".Trim();

    private static IReadOnlyList<Scenario> Herd(string kernel) => Read("epoll-herd", scenario => scenario.Name is "herd" or "turns", $"os.kernel=\"{kernel}\"", "run.duration=60ms");

    private static IReadOnlyList<Scenario> Echo(string name, params string[] overrides) => Read("echo", scenario => scenario.Name == name, ["run.duration=300ms", .. overrides]);

    private static IReadOnlyList<Scenario> Read(string file, Func<Scenario, bool> wanted, params string[] overrides)
    {
        var result = BuiltInChecks.Read(file, new() { Overrides = [.. overrides, "run.warmup=20ms"] });
        Assert.That(result.HasErrors, Is.False, string.Concat(result.Problems));
        return [.. result.File!.Scenarios.Where(wanted)];
    }

    private static List<CheckResult> Judge(IReadOnlyList<Scenario> real, IReadOnlyList<Scenario> simulated)
    {
        // The broken model simulates its own points in the place of those that the runner asks for.
        var points = real.Zip(simulated).SelectMany(pair => pair.First.Points.Zip(pair.Second.Points)).ToDictionary(pair => (object)pair.First, pair => pair.Second, ReferenceEqualityComparer.Instance);
        var broken = new Replacing(request => request with { Point = points[request.Point] });
        return [.. new CheckRunner(new WorldExecutor(), broken, (_, _, _) => { }).Run(real, repeats: 3, CancellationToken.None).Select(CheckJudge.Judge)];
    }

    private sealed class Replacing(Func<RunRequest, RunRequest> replace) : IRunExecutor
    {
        private readonly WorldExecutor _inner = new();

        public RunRecord Execute(RunRequest request, CancellationToken cancel) => _inner.Execute(replace(request), cancel);

        public PilotSeries Pilot(RunRequest request, GmpSim.Engine.SimDuration bin, CancellationToken cancel) => throw new NotSupportedException();
    }
}
