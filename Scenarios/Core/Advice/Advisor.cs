using System.Runtime.ExceptionServices;
using GmpSim.Engine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;

namespace GmpSim.Scenarios.Advice;

/// <summary>Searches the best of some settings of a scenario.</summary>
/// <remarks>
/// Replication r of all candidates has the same seed, so all meet the same traffic. A candidate whose run cannot go on (a queue without end), or in which the metric has no value, is left out.
/// Which candidates go on is decided after every replication of all survivors, so the answer does not depend on the number of jobs.
/// </remarks>
/// <param name="executor">Simulates single runs.</param>
/// <param name="settings">How sure the answer must be.</param>
/// <param name="progress">Told before each stage how many replications there are and how many candidates are left.</param>
public sealed class Advisor(IRunExecutor executor, AdviceSettings settings, Action<int, int> progress)
{
    /// <summary>Searches.</summary>
    /// <param name="scenario">Name of the scenario.</param>
    /// <param name="candidates">The candidates, at least one; of those that cannot be told apart the first is chosen.</param>
    /// <param name="goal">The goal.</param>
    /// <param name="cancel">Ends the search.</param>
    /// <exception cref="RunFailedException">A run failed by a mistake in the simulator.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public AdviceResult Advise(string scenario, IReadOnlyList<AdviceCandidate> candidates, AdviceGoal goal, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        ArgumentNullException.ThrowIfNull(goal);
        var trials = candidates.Select(candidate => new Trial(candidate)).ToList();
        var warmup = Warmup(scenario, trials, cancel);
        progress(0, trials.Count);
        Replicate(scenario, trials, 0, settings.First, goal, warmup, cancel);
        var running = trials.FindAll(trial => trial.Failure.Length == 0);
        if (running.Count == 0) return new(goal, settings, 0, [.. trials.Select(trial => trial.Failed())], IsDecided: true);

        var indifference = Math.Max(Math.Abs(running.Max(trial => goal.Worth(trial.Mean))) * settings.Indifference, double.Epsilon);
        var procedure = new KimNelson([.. running.Select(trial => trial.Worths)], settings.Confidence, indifference);
        procedure.Screen();
        for (var r = settings.First; !procedure.IsDecided && r < settings.Most; r++)
        {
            progress(r, procedure.Survivors.Count);
            var survivors = procedure.Survivors;
            Replicate(scenario, [.. survivors.Select(survivor => running[survivor])], r, 1, goal, warmup, cancel);
            foreach (var failed in survivors.Where(survivor => running[survivor].Failure.Length > 0)) procedure.Remove(failed);
            procedure.Screen();
        }

        return Answer(trials, [.. procedure.Survivors.Select(survivor => running[survivor])], goal, indifference, procedure.IsDecided);
    }

    private AdviceResult Answer(List<Trial> trials, Trial[] survivors, AdviceGoal goal, double indifference, bool isDecided)
    {
        var good = trials.FindAll(trial => trial.Failure.Length == 0);
        var chosen = survivors.Length == 0 ? null : survivors.MaxBy(trial => goal.Worth(trial.Mean)); // the first of equals
        var together = 1 - ((1 - settings.Confidence) / Math.Max(1, good.Count - 1));
        var entries = good
            .OrderBy(trial => ReferenceEquals(trial, chosen) ? 0 : 1)
            .ThenBy(trial => survivors.Contains(trial) ? 0 : 1)
            .ThenByDescending(trial => goal.Worth(trial.Mean))
            .Select(trial => trial.Against(chosen ?? good[0], survivors.Contains(trial), goal, settings.Confidence, together));
        return new(goal, settings, indifference, [.. entries, .. trials.Where(trial => trial.Failure.Length > 0).Select(trial => trial.Failed())], isDecided);
    }

    /// <summary>As in a batch: the longest that the pilots ask for.</summary>
    private SimDuration Warmup(string scenario, List<Trial> trials, CancellationToken cancel)
    {
        var warmups = new SimDuration[trials.Count];
        InParallel(trials.Count, i =>
        {
            var run = trials[i].Candidate.Point.Setup.Run;
            if (run.Warmup is { } given)
            {
                warmups[i] = given;
                return;
            }

            var request = new RunRequest(scenario, trials[i].Candidate.Point, 0, Seeds.OfPilot(run.Seed), SimDuration.Zero, new());
            trials[i].Failure = Tried(request, () => warmups[i] = WarmupRule.Judge(executor.Pilot(request, WarmupRule.BinOf(run.Duration), cancel), run.Duration).Warmup);
        }, cancel);
        return warmups.Aggregate(SimDuration.Zero, SimDuration.Max);
    }

    private void Replicate(string scenario, List<Trial> trials, int from, int count, AdviceGoal goal, SimDuration warmup, CancellationToken cancel)
    {
        var runs = new RunRecord?[trials.Count * count];
        var failures = new string[runs.Length];
        InParallel(runs.Length, i =>
        {
            var (trial, replication) = (trials[i / count], from + (i % count));
            if (trial.Failure.Length > 0) return;
            var point = trial.Candidate.Point;
            var request = new RunRequest(scenario, point, replication, Seeds.OfReplication(point.Setup.Run.Seed, replication), warmup, new());
            failures[i] = Tried(request, () => runs[i] = executor.Execute(request, cancel));
        }, cancel);
        for (var i = 0; i < runs.Length; i++)
        {
            if (trials[i / count].Failure.Length == 0) trials[i / count].Add(runs[i], goal, failures[i]);
        }
    }

    /// <summary>Runs something; a world that cannot go on is a failure of the candidate, anything else one of the simulator.</summary>
    private static string Tried(RunRequest request, Action run)
    {
        try
        {
            run();
            return "";
        }
        catch (UnrunnableException overload)
        {
            return overload.Message;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            throw new RunFailedException(request, error);
        }
    }

    private void InParallel(int count, Action<int> body, CancellationToken cancel)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = settings.Jobs, CancellationToken = cancel }, body);
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}
