using System.Runtime.ExceptionServices;
using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Scenarios.Batch;

/// <summary>Works off a batch: spreads its runs over worker threads and stores each as it ends.</summary>
/// <remarks>
/// Each run stays on one thread from start to end, and runs share nothing. Who runs what, and which run ends first,
/// depends on the machine; the stored records and everything made of them do not.
/// </remarks>
public sealed class BatchRunner
{
    private readonly BatchPlan _plan;
    private readonly IRunExecutor _executor;
    private readonly RunStore _store;
    private readonly BatchSettings _settings;
    private readonly Action<BatchProgress> _progress;
    private readonly ScenarioSchedule[] _schedules;
    private readonly Lock _reporting = new();
    private readonly object _gate = new();
    private readonly SimDuration[] _timeDone;
    private readonly (BatchWork Work, RunFailedException Failure)?[] _givenUp;
    private ExceptionDispatchInfo? _failure;
    private BatchWork _failedWork;

    /// <summary>Prepares the batch; nothing runs yet.</summary>
    /// <param name="plan">What to run.</param>
    /// <param name="executor">Simulates single runs.</param>
    /// <param name="store">Where finished runs go; locked by the caller.</param>
    /// <param name="settings">How to work it off.</param>
    /// <param name="progress">Told after each run that ended, one call at a time, from worker threads.</param>
    public BatchRunner(BatchPlan plan, IRunExecutor executor, RunStore store, BatchSettings settings, Action<BatchProgress> progress)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Jobs, 1, nameof(settings));
        (_plan, _executor, _store, _settings, _progress) = (plan, executor, store, settings, progress);
        _schedules = new ScenarioSchedule[plan.Scenarios.Count];
        _timeDone = new SimDuration[_schedules.Length];
        _givenUp = new (BatchWork, RunFailedException)?[_schedules.Length];
        long runNumber = 0;
        for (var i = 0; i < _schedules.Length; i++)
        {
            var outline = plan.Outline.Scenarios[i];
            _schedules[i] = new(i, outline, settings.Shard, runNumber);
            runNumber += (long)outline.Points.Count * outline.MaxReplications;
        }
    }

    /// <summary>The scenarios that could not go on as their files ask, in the order of the plan: a run of each, and why.</summary>
    public IReadOnlyList<RunFailedException> GivenUp => [.. _givenUp.OfType<(BatchWork Work, RunFailedException Failure)>().Select(given => given.Failure)];

    /// <summary>Runs everything that is needed and not stored yet; a scenario that cannot go on is <see cref="GivenUp"/>, and the others are run all the same.</summary>
    /// <returns>Whether the batch is complete but for what was given up; if not, it was cancelled, and what had ended is stored.</returns>
    /// <exception cref="RunFailedException">A run failed by a mistake in the simulator; what had ended is stored.</exception>
    /// <exception cref="IOException">A finished run could not be stored; those before it are.</exception>
    public bool Run(CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var wake = stop.Token.Register(WakeWorkers);
        var workers = new Thread[_settings.Jobs];
        for (var i = 0; i < workers.Length; i++)
        {
            workers[i] = new Thread(() => WorkUntilDone(stop)) { Name = $"run-worker-{i}", IsBackground = true };
            workers[i].Start();
        }

        foreach (var worker in workers) worker.Join();
        _failure?.Throw();
        return _schedules.All(s => s.IsDone);
    }

    private void WorkUntilDone(CancellationTokenSource stop)
    {
        while (TryTake(stop.Token, out var work))
        {
            try
            {
                Do(work, stop.Token);
                if (AllDone()) stop.Cancel(); // what still runs was speculation
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (UnrunnableException error)
            {
                GiveUp(work, error);
                if (AllDone()) stop.Cancel();
            }
#pragma warning disable CA1031 // Not swallowed: it is carried to the thread that called Run, and thrown there.
            catch (Exception error)
#pragma warning restore CA1031
            {
                Fail(work, error);
                stop.Cancel();
                return;
            }
        }
    }

    private bool TryTake(CancellationToken cancel, out BatchWork work)
    {
        lock (_gate)
        {
            while (true)
            {
                work = default;
                if (cancel.IsCancellationRequested || _schedules.All(s => s.IsDone)) return false;
                foreach (var schedule in _schedules)
                {
                    if (schedule.TryTake(speculate: false, out work)) return true;
                }

                foreach (var schedule in _schedules)
                {
                    if (schedule.TryTake(speculate: true, out work)) return true;
                }

                Monitor.Wait(_gate); // for a run of another worker to end: it may open further work
            }
        }
    }

    private void Do(BatchWork work, CancellationToken cancel)
    {
        if (work.IsPilot) DoPilot(work, cancel);
        else DoRun(work, cancel);
    }

    private void DoPilot(BatchWork work, CancellationToken cancel)
    {
        var (outline, point) = (_plan.Outline.Scenarios[work.Scenario], _plan.Outline.Scenarios[work.Scenario].Points[work.Point]);
        var identity = outline.IdentityOfPilot(work.Point);
        var outcome = _settings.Resume ? _store.FindPilot(identity) : null;
        if (outcome is null)
        {
            var request = RequestFor(work, Seeds.OfPilot(point.Seed), SimDuration.Zero);
            outcome = WarmupRule.Judge(_executor.Pilot(request, WarmupRule.BinOf(point.Duration), cancel), point.Duration);
            _store.Save(identity, outcome);
        }

        Ended(work, point.Duration, schedule => schedule.PilotEnded(work.Point, outcome));
    }

    private void DoRun(BatchWork work, CancellationToken cancel)
    {
        var (outline, point) = (_plan.Outline.Scenarios[work.Scenario], _plan.Outline.Scenarios[work.Scenario].Points[work.Point]);
        var warmup = _schedules[work.Scenario].Warmups![work.Point];
        var identity = outline.IdentityOf(work.Point, work.Replication, warmup);
        var record = _settings.Resume ? _store.FindRun(identity) : null;
        if (record is null)
        {
            record = _executor.Execute(RequestFor(work, Seeds.OfReplication(point.Seed, work.Replication), warmup), cancel);
            _store.Save(identity, record);
        }

        var value = StoppingRule.MetricOf(outline) is { } metric ? record[metric] : null;
        Ended(work, warmup + point.Duration, schedule => schedule.RunEnded(work.Point, work.Replication, value));
    }

    private RunRequest RequestFor(BatchWork work, ulong seed, SimDuration warmup)
    {
        var scenario = _plan.Scenarios[work.Scenario];
        return new(scenario.Name, scenario.Points[work.Point], Math.Max(0, work.Replication), seed, warmup, _settings.RunOptions);
    }

    private void Ended(BatchWork work, SimDuration simulated, Action<ScenarioSchedule> record)
    {
        // Reports keep the order in which runs are entered, so that progress never goes backwards.
        lock (_reporting)
        {
            BatchProgress progress;
            lock (_gate)
            {
                record(_schedules[work.Scenario]);
                _timeDone[work.Scenario] += simulated;
                progress = ProgressAfter(work);
                Monitor.PulseAll(_gate);
            }

            _progress(progress);
        }
    }

    private BatchProgress ProgressAfter(BatchWork work)
    {
        var schedule = _schedules[work.Scenario];
        var point = _plan.Outline.Scenarios[work.Scenario].Points[work.Point];
        return new(
            _plan.Scenarios[work.Scenario].Name,
            point.Label,
            schedule.DoneOf(work.Point),
            schedule.ExpectedOf(work.Point),
            _schedules.Sum(s => s.WorkDone),
            _schedules.Sum(s => s.WorkExpected),
            _timeDone.Aggregate(SimDuration.Zero, (all, time) => all + time),
            TimeExpected());
    }

    private SimDuration TimeExpected()
    {
        var total = SimDuration.Zero;
        for (var i = 0; i < _schedules.Length; i++)
        {
            if (_schedules[i].IsGivenUp)
            {
                total += _timeDone[i];
                continue;
            }

            var points = _plan.Outline.Scenarios[i].Points;
            for (var p = 0; p < points.Count; p++)
            {
                var warmup = _schedules[i].Warmups?[p] ?? points[p].Warmup ?? SimDuration.Zero;
                total += (warmup + points[p].Duration) * _schedules[i].ExpectedOf(p);
                if (points[p].Warmup is null) total += points[p].Duration;
            }
        }

        return total;
    }

    // Of several failures the first in the order of the plan is reported, as far as it was met. A full disk is not the run's fault.
    private void Fail(BatchWork work, Exception error)
    {
        var failure = error is IOException ? error : FailureOf(work, error);
        lock (_gate)
        {
            if (_failure is not null && Order(_failedWork).CompareTo(Order(work)) <= 0) return;
            _failure = ExceptionDispatchInfo.Capture(failure);
            _failedWork = work;
        }
    }

    private void GiveUp(BatchWork work, UnrunnableException error)
    {
        lock (_gate)
        {
            if (_givenUp[work.Scenario] is not { } known || Order(known.Work).CompareTo(Order(work)) > 0) _givenUp[work.Scenario] = (work, FailureOf(work, error));
            _schedules[work.Scenario].GiveUp();
            Monitor.PulseAll(_gate);
        }
    }

    private RunFailedException FailureOf(BatchWork work, Exception error)
    {
        var point = _plan.Outline.Scenarios[work.Scenario].Points[work.Point];
        var seed = work.IsPilot ? Seeds.OfPilot(point.Seed) : Seeds.OfReplication(point.Seed, work.Replication);
        return new(RequestFor(work, seed, point.Warmup ?? SimDuration.Zero), error);
    }

    private static (int Scenario, int Point, int Replication) Order(BatchWork work) => (work.Scenario, work.Point, work.Replication);

    private bool AllDone()
    {
        lock (_gate) return _schedules.All(s => s.IsDone);
    }

    private void WakeWorkers()
    {
        lock (_gate) Monitor.PulseAll(_gate);
    }
}
