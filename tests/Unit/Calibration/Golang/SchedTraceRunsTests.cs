using GmpSim.Calibration.Checks;
using GmpSim.Calibration.Golang;
using GmpSim.Cli.Golang;
using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Checks;
using GmpSim.Scenarios.Reading;

namespace GmpSim.Tests.Unit.Calibration.Golang;

public sealed class SchedTraceRunsTests
{
    private const int Warmup = 20;

    [Test]
    public void A_point_that_ran_both_ways_has_every_figure_and_the_thread_that_waits_on_standard_input_is_taken_off()
    {
        var runs = new SchedTraceRuns();
        for (var repeat = 0; repeat < 3; repeat++)
        {
            runs.AddReal(RequestFor(point: 0, replication: repeat), [Line(idlePs: 1, threads: 6), Line(idlePs: 0, threads: 6)]);
            runs.AddSimulated(RequestFor(point: 0, replication: repeat), [Line(idlePs: 1, threads: 5)]);
        }

        runs.AddReal(RequestFor(point: 1, replication: 0), [Line(idlePs: 1, threads: 6)]);

        var observations = runs.Observations();

        Assert.That(observations.Select(o => o.Id), Is.EqualTo(new[] { "idle-ps", "threads", "spinning", "idle-threads", "global-queue", "local-queues" }));
        Assert.That(observations.Select(o => o.Point), Is.All.EqualTo("gomaxprocs=1"), "the other point was not simulated");
        Assert.That(observations[0].Real, Is.EqualTo(new[] { 0.5, 0.5, 0.5 }));
        Assert.That(observations[0].Simulated, Is.EqualTo(new[] { 1.0, 1.0, 1.0 }));
        Assert.That(CheckJudge.Judge(observations[0]).Outcome, Is.EqualTo(CheckOutcome.Fail));
        Assert.That(CheckJudge.Judge(observations[1]).Outcome, Is.EqualTo(CheckOutcome.Pass), "six real threads less one are five");
    }

    [Test]
    public void A_simulated_run_yields_the_lines_of_its_window_and_the_same_figures_as_without()
    {
        var runs = new SchedTraceRuns();
        var request = RequestFor(point: 2, replication: 0);
        runs.AddReal(request, [Line(idlePs: 0, threads: 1)]);
        using var observed = new ObservedExecutor(new WorldExecutor(), runs);

        var seen = observed.Execute(request, CancellationToken.None);

        var plain = new WorldExecutor().Execute(request, CancellationToken.None);
        Assert.That((seen.Digest, seen[Metrics.Requests]), Is.EqualTo((plain.Digest, plain[Metrics.Requests])), "looking changes nothing");
        var simulated = runs.Observations().ToDictionary(o => o.Id, o => o.Simulated.Single(), StringComparer.Ordinal);
        Assert.That(simulated["idle-ps"], Is.InRange(0, 4));
        Assert.That(simulated["threads"], Is.GreaterThanOrEqualTo(2), "M0 and sysmon");
        Assert.That(simulated["idle-threads"] + simulated["spinning"], Is.LessThan(simulated["threads"]));
    }

    private static SchedTraceLine Line(int idlePs, int threads) => new(0, 1, idlePs, threads, 0, 0, 0, [0]);

    private static RunRequest RequestFor(int point, int replication)
    {
        var scenario = BuiltInChecks.Read("go-tasks", new() { Overrides = ["run.duration=100ms"] }).File!.Scenarios.Single(scenario => scenario.Name == "go-ring");
        return new(scenario.Name, scenario.Points[point], replication, 1, SimDuration.FromMilliseconds(Warmup), new());
    }
}
