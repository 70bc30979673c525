using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>The pool of mark workers and who may run one (findRunnableGCWorker, assignWaitingGCWorker, addIdleMarkWorker in mgcpacer.go).</summary>
internal sealed class MarkWorkers(GoProcess process, MarkWork work)
{
    private readonly Stack<Goroutine> _pool = new();
    private double _fractionalGoal;
    private SimTime _markStart;
    private int _created;
    private int _idle;
    private int _mostIdle;

    /// <summary>Dedicated workers that no P runs yet (dedicatedMarkWorkersNeeded).</summary>
    internal int DedicatedNeeded { get; private set; }

    /// <summary>Dedicated workers of the cycle.</summary>
    internal int Dedicated { get; private set; }

    /// <summary>Workers that wait in the pool. For checks.</summary>
    internal IReadOnlyCollection<Goroutine> Pool => _pool;

    /// <summary>gcBgMarkStartWorkers: one for each P that ever was. Go waits for each to come up; here they are simply there.</summary>
    internal void Create(WorkerThread m, Collector collector)
    {
        for (; _created < process.AllP.Length; _created++)
        {
            m.Thread.SpendInRuntime(process.Costs.Create);
            Park(process.NewGoroutine(new MarkWorkerBody(process, collector)));
        }
    }

    /// <summary>A worker has nothing more to do and goes back to the pool.</summary>
    internal void Park(Goroutine worker)
    {
        worker.Park(WaitReason.GCWorkerIdle);
        worker.LastP = -1; // workers belong to no P: that the next one takes another is no migration
        _pool.Push(worker);
    }

    /// <summary>startCycle: how many of which kind.</summary>
    /// <param name="now">When marking begins.</param>
    /// <param name="isPeriodic">Whether the cycle was started because two minutes had passed: from 1.19 on it does without idle workers.</param>
    internal void StartCycle(SimTime now, bool isPeriodic)
    {
        var count = process.AllP.Length;
        var goal = MarkWorkerGoal.For(count);
        Dedicated = goal.Dedicated;
        DedicatedNeeded = goal.Dedicated;
        _fractionalGoal = goal.FractionalPerP;
        _markStart = now;
        _idle = 0;
        _mostIdle = isPeriodic && process.Options.Rules.FewIdleWorkersInPeriodicGc
            ? (goal.Dedicated > 0 ? 0 : 1)
            : count - goal.Dedicated;
        foreach (var p in process.AllP) p.FractionalMarkTime = SimDuration.Zero;
    }

    /// <summary>findRunnableGCWorker: the worker that a P must run now, before any goroutine of the program.</summary>
    internal Goroutine? Find(WorkerThread m, Processor p)
    {
        if (p.NextMarkWorker is null && !Assign(p, m.Thread.LocalNow)) return null;
        var worker = p.NextMarkWorker!;
        p.NextMarkWorker = null;
        m.MustWakeP = true; // there may be other work beside this one
        process.MarkRunnable(worker, m.Thread.LocalNow, LatencyComponent.LocalQueue);
        return worker;
    }

    /// <summary>Step 13, addIdleMarkWorker: a worker for a P that has nothing else to do.</summary>
    internal Goroutine? FindForIdle(WorkerThread m, Processor p)
    {
        if (!CanRunIdle) return null;
        _idle++;
        p.MarkWorkerMode = MarkWorkerMode.Idle;
        var worker = _pool.Pop();
        process.MarkRunnable(worker, m.Thread.LocalNow, LatencyComponent.LocalQueue);
        return worker;
    }

    /// <summary>Whether an idle P could mark (checkIdleGCNoP).</summary>
    internal bool CanRunIdle => work.Available > 0 && _idle < _mostIdle && _pool.Count > 0;

    /// <summary>assignWaitingGCWorker: decides that a P is to run a worker, and which.</summary>
    /// <returns>Whether it is.</returns>
    internal bool Assign(Processor p, SimTime now)
    {
        if (work.Available == 0 || _pool.Count == 0) return false;
        if (DedicatedNeeded > 0)
        {
            DedicatedNeeded--;
            p.MarkWorkerMode = MarkWorkerMode.Dedicated;
        }
        else
        {
            if (_fractionalGoal == 0 || Share(p.FractionalMarkTime, now) > _fractionalGoal) return false;
            p.MarkWorkerMode = MarkWorkerMode.Fractional;
        }

        p.NextMarkWorker = _pool.Pop();
        return true;
    }

    /// <summary>releaseNextGCMarkWorker: a P does not get round to running the worker that it was assigned.</summary>
    internal void Release(Processor p)
    {
        if (p.NextMarkWorker is not { } worker) return;
        p.NextMarkWorker = null;
        Stopped(p, SimDuration.Zero);
        _pool.Push(worker);
    }

    /// <summary>pollFractionalWorkerExit: some slack, so that it is not behind again the instant it has stopped.</summary>
    internal bool HasGivenItsShare(Processor p, SimDuration soFar, SimTime now) =>
        now <= _markStart || Share(p.FractionalMarkTime + soFar, now) > 1.2 * _fractionalGoal;

    /// <summary>markWorkerStop.</summary>
    internal void Stopped(Processor p, SimDuration ran)
    {
        var counters = process.Counters;
        switch (p.MarkWorkerMode)
        {
            case MarkWorkerMode.Dedicated:
                counters.GcDedicatedTime += ran;
                DedicatedNeeded++;
                break;

            case MarkWorkerMode.Fractional:
                counters.GcFractionalTime += ran;
                p.FractionalMarkTime += ran;
                break;

            case MarkWorkerMode.Idle:
                counters.GcIdleTime += ran;
                _idle--;
                break;

            default: throw new InvalidOperationException($"P{p.Id} runs no mark worker.");
        }

        p.MarkWorkerMode = MarkWorkerMode.None;
    }

    private double Share(SimDuration time, SimTime now) =>
        now > _markStart ? time.Picoseconds / (double)(now - _markStart).Picoseconds : 0;
}
