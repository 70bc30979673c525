using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>procresize (proc.go): which Ps there are and who runs them, decided while the world is stopped.</summary>
internal sealed class ProcResize(GoProcess process)
{
    private readonly List<(Processor P, WorkerThread? M)> _runnable = [];
    private readonly List<Processor> _needM = [];
    private readonly List<Goroutine> _going = [];
    private readonly List<Processor> _idle = [];

    /// <summary>Changes the number of Ps, makes those without work idle and finds Ms for the others.</summary>
    /// <param name="m">The M that stopped the world; it keeps its P, or gets P0 when its own goes.</param>
    /// <param name="count">Number of Ps from now on.</param>
    /// <returns>Ps to start, in order, each with its M; <see langword="null"/> where a new M is needed. Valid until the next call.</returns>
    internal IReadOnlyList<(Processor P, WorkerThread? M)> Resize(WorkerThread m, int count)
    {
        if (count != process.AllP.Length) ChangeCount(m, count);
        else m.P!.Status = ProcessorStatus.Running;

        _runnable.Clear();
        if (process.Options.Rules.StwSameM) AssignKeepingMs(m.P!);
        else Assign(m.P!);
        return _runnable;
    }

    /// <summary>Up to 1.25: idle Ps are stacked with the lowest number on top, and any parked M will do for the others.</summary>
    private void Assign(Processor own)
    {
        for (var i = process.AllP.Length - 1; i >= 0; i--)
        {
            var p = process.AllP[i];
            if (ReferenceEquals(p, own)) continue;
            p.Status = ProcessorStatus.Idle;
            if (NeedsM(p)) _runnable.Add((p, process.Sched.TakeIdleM()));
            else process.Sched.PutIdle(p);
        }

        _runnable.Reverse(); // a list linked at its head
    }

    /// <summary>From 1.26: a P goes back to the M that ran it last, if that M is parked; other parked Ms serve the rest.</summary>
    private void AssignKeepingMs(Processor own)
    {
        _needM.Clear();
        _idle.Clear();
        for (var i = process.AllP.Length - 1; i >= 0; i--)
        {
            var p = process.AllP[i];
            if (ReferenceEquals(p, own)) continue;
            p.Status = ProcessorStatus.Idle;
            if (!NeedsM(p)) _idle.Add(p);
            else if (p.OldM is { } old && process.Sched.TryTakeIdle(old)) _runnable.Add((p, old));
            else _needM.Add(p);
        }

        for (var i = _needM.Count - 1; i >= 0; i--) _runnable.Add((_needM[i], process.Sched.TakeIdleM()));

        // From 1.26: what is left of the mark workers goes to idle Ps right away, instead of one P finding one after another.
        var firstIdle = _idle.Count - 1;
        if (process.Options.Rules.StwAssignsGc && process.Gc is { IsMarking: true } gc)
        {
            while (firstIdle >= 0 && gc.Workers.Assign(_idle[firstIdle], process.Now)) _runnable.Add((_idle[firstIdle--], process.Sched.TakeIdleM()));
        }

        for (var i = firstIdle; i >= 0; i--) process.Sched.PutIdle(_idle[i]);
        _runnable.Reverse();
    }

    /// <summary>New Ps come up stopped; those that go hand over what they have and are dead.</summary>
    private void ChangeCount(WorkerThread m, int count)
    {
        var before = process.AllP;
        for (var i = before.Length; i < count; i++) process.EveryP[i].Status = ProcessorStatus.GcStop;
        process.UsePs(count);
        if (m.P!.Id >= count)
        {
            Waker.ReleaseP(m);
            Waker.AcquireP(m, process.AllP[0]);
        }

        m.P!.Status = ProcessorStatus.Running;
        for (var i = count; i < before.Length; i++) Destroy(m, before[i]);
        process.Netpoller.Resize(m, count);
    }

    /// <summary>p.destroy: its goroutines go to the head of the global queue, in order; its timers to the P of the stopper.</summary>
    private void Destroy(WorkerThread m, Processor p)
    {
        _going.Clear();
        while (RunQueues.Get(m.Thread, p, out _) is { } g) _going.Add(g);
        for (var i = _going.Count - 1; i >= 0; i--) PutAtHead(_going[i]);
        m.P!.Timers.TakeAll(p.Timers);
        p.Status = ProcessorStatus.Dead;
    }

    private void PutAtHead(Goroutine g)
    {
        g.Clock?.Enter(LatencyComponent.GlobalQueue, process.Now);
        process.Sched.GlobalPutHead(g);
    }

    /// <summary>Go asks only whether it has work; where instances belong to Ps, one that goroutines wait on must be watched.</summary>
    private bool NeedsM(Processor p) => p.HasWork || process.Netpoller.IsUnwatched(p);
}
