using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Checks;

/// <summary>Runs scenarios for real and simulated, alternately, and takes the figures of their checks.</summary>
/// <remarks>
/// The points of a scenario run one after another, each simulated right after its real run, so that a ratio of points compares runs of the same minute. Repeats go over all scenarios
/// before the next one begins, so that they are minutes apart; every second one goes through the points backwards. What changes slowly on the machine then falls on both
/// sides of a ratio, and what changes from repeat to repeat shows as noise.
/// </remarks>
/// <param name="real">Runs points on this machine.</param>
/// <param name="simulated">Simulates them.</param>
/// <param name="progress">Told before each point: what comes, how many are done, how many there are.</param>
public sealed class CheckRunner(IRunExecutor real, IRunExecutor simulated, Action<string, int, int> progress)
{
    /// <summary>What the last work left undone, in a sentence; <see langword="null"/> when it came to its end.</summary>
    public string? Remark { get; private set; }

    /// <summary>The observations of every check of every scenario.</summary>
    /// <param name="scenarios">What to run; those without checks are left out.</param>
    /// <param name="repeats">How often each point runs, at least 1.</param>
    /// <param name="cancel">Ends the work between two runs or within one; what has run both ways until then counts.</param>
    public IReadOnlyList<CheckObservation> Run(IReadOnlyList<Scenario> scenarios, int repeats, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(scenarios);
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        var tracks = scenarios.Where(scenario => scenario.Checks.Count > 0).Select(scenario => new Track(scenario)).ToList();
        Remark = null;
        try
        {
            RunAll(tracks, repeats, cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            Remark = $"interrupted: of {repeats} repeats of {tracks.Sum(track => track.Scenario.Points.Count)} points, {tracks.Sum(track => track.Finished)} runs had ended both ways; only these are judged";
        }

        return [.. tracks.SelectMany(track => CheckCollector.Collect(track.Scenario, track.Results(track.Real), track.Results(track.Simulated)))];
    }

    private void RunAll(List<Track> tracks, int repeats, CancellationToken cancel)
    {
        var total = repeats * tracks.Sum(track => track.Scenario.Points.Count);
        var done = 0;
        for (var repeat = 0; repeat < repeats; repeat++)
        {
            foreach (var track in tracks)
            {
                var order = Enumerable.Range(0, track.Scenario.Points.Count);
                foreach (var point in repeat % 2 == 0 ? order : order.Reverse())
                {
                    progress($"{track.Scenario.Name} {PointLabel.Format(track.Scenario.Points[point].Coordinates)}".TrimEnd(), done++, total);
                    var request = RequestFor(track.Scenario, track.Scenario.Points[point], repeat);
                    cancel.ThrowIfCancellationRequested();
                    track.Add(point, real.Execute(request, cancel), simulated.Execute(request, cancel));
                }
            }
        }
    }

    private static RunRequest RequestFor(Scenario scenario, ScenarioPoint point, int repeat)
    {
        var run = point.Setup.Run;
        return new(scenario.Name, point, repeat, Seeds.OfReplication(run.Seed, repeat), run.Warmup ?? WarmupWithoutPilot(run.Duration), new());
    }

    /// <summary>A real run has no pilot to find its warm-up by: a fifth of the measured time.</summary>
    private static SimDuration WarmupWithoutPilot(SimDuration duration) => duration / 5;

    /// <summary>A scenario with what its points have yielded so far.</summary>
    private sealed class Track(Scenario scenario)
    {
        internal Scenario Scenario { get; } = scenario;

        internal List<RunRecord>[] Real { get; } = [.. scenario.Points.Select(_ => new List<RunRecord>())];

        internal List<RunRecord>[] Simulated { get; } = [.. scenario.Points.Select(_ => new List<RunRecord>())];

        internal int Finished => Simulated.Sum(runs => runs.Count);

        internal void Add(int point, RunRecord real, RunRecord simulated)
        {
            Real[point].Add(real);
            Simulated[point].Add(simulated);
        }

        internal IReadOnlyList<PointResult> Results(List<RunRecord>[] runs) => [.. Scenario.Points.Select((point, i) => new PointResult(point.Coordinates, runs[i]))];
    }
}
