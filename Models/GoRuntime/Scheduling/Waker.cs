using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>Making goroutines runnable, and putting Ms to work or to sleep (ready, wakep, startm, stopm, injectglist in proc.go).</summary>
internal sealed class Waker(GoProcess process)
{
    private readonly Sched _sched = process.Sched;

    /// <summary>ready: waiting → runnable, into the runnext of the P that acts; then wakep.</summary>
    internal void Ready(WorkerThread m, Goroutine g, bool next = true)
    {
        m.Thread.SpendInRuntime(process.Costs.Ready);
        process.MarkRunnable(g, m.Thread.LocalNow, LatencyComponent.LocalQueue);
        process.Queues.Put(m, m.P!, g, next);
        Wakep(m);
    }

    /// <summary>
    /// wakep: makes sure that a searcher is on its way if a P is idle. At most one is under way at a time; when it
    /// finds work it wakes the next (<see cref="ResetSpinning"/>).
    /// </summary>
    internal void Wakep(WorkerThread m) => Wakep(m.Thread);

    /// <summary>As <see cref="Wakep(WorkerThread)"/>, by a thread that may have no M: sysmon hands off Ps.</summary>
    internal void Wakep(KernelThread by)
    {
        if (!process.Options.Spinning)
        {
            if (_sched.TakeIdleP() is { } free) StartM(by, free, spinning: false);
            return;
        }

        _sched.Look(by);
        if (_sched.Spinning != 0) return;

        // From 1.20 on this takes sched.lock even when no P is idle, on a saturated machine every time; and when one is, startm takes it again.
        // Before, npidle was read without the lock, and startm took the P.
        var isUnderLock = process.Options.Rules.HasNeedSpinning;
        if (isUnderLock)
        {
            _sched.Change(by);
            _sched.Lock(by);
        }

        if (TakeIdlePForWork() is not { } p) return;

        if (!isUnderLock) _sched.Change(by);
        _sched.ChangeMask(by);
        AddSpinning(1);
        StartM(by, p, spinning: true);
    }

    /// <summary>resetspinning: a searcher has found work, so it wakes its own successor.</summary>
    internal void ResetSpinning(WorkerThread m)
    {
        StopSpinning(m);
        if (process.Options.Fault != GoFault.NoWakeChain) Wakep(m);
    }

    /// <summary>becomeSpinning.</summary>
    internal void BecomeSpinning(WorkerThread m)
    {
        m.Spinning = true;
        _sched.Change(m.Thread);
        AddSpinning(1);
        _sched.NeedSpinning = false;
    }

    /// <summary>The M is no searcher any more.</summary>
    internal void StopSpinning(WorkerThread m)
    {
        m.Spinning = false;
        _sched.Change(m.Thread);
        if (process.Options.Fault != GoFault.SpinningLeak) AddSpinning(-1);
    }

    /// <summary>startm: an M for a P: the one that sleeps in this P's poller, a parked one, or a new one.</summary>
    internal void StartM(KernelThread by, Processor p, bool spinning)
    {
        _sched.Lock(by);
        if (process.Netpoller.BlockedPollerOf(p) is { } poller)
        {
            poller.NextP = p;
            poller.Spinning = spinning;
            process.Netpoller.Break(by, p);
            return;
        }

        if (_sched.TakeIdleM() is { } idle)
        {
            idle.NextP = p;
            idle.Spinning = spinning;
            idle.Park.Wake(by);
            return;
        }

        if (process.Netpoller.TryHandOver(by, p, spinning)) return;
        process.Threads.NewM(by, p, spinning);
    }

    /// <summary>Hands a P to an M that has been taken off the list of parked ones, or to a new M: what startTheWorldWithSema does for every P with work.</summary>
    internal void StartMOn(KernelThread by, Processor p, WorkerThread? m)
    {
        if (process.Netpoller.BlockedPollerOf(p) is not null)
        {
            if (m is not null) _sched.PutIdle(m); // the one that sleeps in this P's own poller goes first
            StartM(by, p, spinning: false);
            return;
        }

        if (m is null)
        {
            process.Threads.NewM(by, p, spinning: false);
            return;
        }

        m.NextP = p;
        m.Spinning = false;
        m.Park.Wake(by);
    }

    /// <summary>As <see cref="Wakep(KernelThread)"/>, for work that came from outside into the local queue of a busy P.</summary>
    internal void WakepFromOutside()
    {
        if (!process.Options.Steal || (process.Options.Spinning && _sched.Spinning != 0)) return;
        if (_sched.TakeIdleP() is not { } p)
        {
            _sched.NeedSpinning |= process.Options.Spinning && process.Options.Rules.HasNeedSpinning;
            return;
        }

        if (process.Options.Spinning) AddSpinning(1);
        StartMFromOutside(p, process.Options.Spinning);
    }

    /// <summary>As <see cref="StartM"/>, from a device or a client outside the process: nobody in it pays.</summary>
    internal void StartMFromOutside(Processor p, bool spinning = false)
    {
        if (process.Netpoller.BlockedPollerOf(p) is { } poller)
        {
            poller.NextP = p;
            poller.Spinning = spinning;
            process.Netpoller.BreakFromOutside(p);
        }
        else if (_sched.TakeIdleM() is { } idle)
        {
            idle.NextP = p;
            idle.Spinning = spinning;
            idle.Park.WakeFromOutside();
        }
        else if (!process.Netpoller.TryHandOver(by: null, p, spinning))
        {
            process.Threads.NewM(by: null, p, spinning);
        }
    }

    /// <summary>Sends an M without a P to sleep in an instance that nobody watches: a parked one, or a new one.</summary>
    internal void StartPoller(KernelThread by, PollInstance instance)
    {
        _sched.Lock(by);
        if (_sched.TakeIdleM() is { } idle)
        {
            instance.Enter(idle, SimTime.MaxValue);
            idle.Park.Wake(by);
            return;
        }

        instance.Enter(process.Threads.NewM(by, p: null, spinning: false), SimTime.MaxValue);
    }

    /// <summary>stopm: parks the M until somebody has given it a P, or has sent it to watch an instance.</summary>
    internal async Process StopM(WorkerThread m)
    {
        _sched.Lock(m.Thread);
        _sched.PutIdle(m);
        do
        {
            m.Park.BeginWait(m.Thread);
            await m.Thread.Block();
        }
        while (m.NextP is null && m.PollsOn is null);
        m.NoteWakeUp();
        if (m.NextP is not null) AcquireNextP(m);
    }

    /// <summary>injectglist by an M that holds a P: idle Ps are fed through the global queue, the rest goes to the own ring.</summary>
    /// <remarks>
    /// The Ms of the idle Ps are woken before the ring is filled, and at the end of that system call one of them may take the core: it finds the ring as it was, and cannot steal what only comes in afterwards.
    /// </remarks>
    internal async Process Inject(WorkerThread m, List<Goroutine> list)
    {
        if (list.Count == 0) return;
        if (!process.Options.Rules.InjectSplits)
        {
            InjectWithoutP(m.Thread, list);
            return;
        }

        var toGlobal = Math.Min(list.Count, _sched.IdlePs);
        if (toGlobal > 0) _sched.Lock(m.Thread); // globrunqputbatch
        var at = m.Thread.LocalNow;
        for (var i = 0; i < toGlobal; i++)
        {
            var g = TakeLast(list);
            process.MarkRunnable(g, at, LatencyComponent.GlobalQueue);
            _sched.GlobalPut(g);
        }

        StartIdle(m.Thread, toGlobal);
        if (toGlobal > 0 && list.Count > 0) await m.Thread.Settle();
        if (list.Count > 0) m.Thread.WriteLine(m.P!.QueueLine); // runqputbatch
        while (list.Count > 0 && m.P!.RingLength < Processor.QueueCapacity)
        {
            var g = TakeLast(list);
            process.MarkRunnable(g, at, LatencyComponent.LocalQueue);
            RunQueues.PutTail(m.P, g);
        }

        PutAllGlobal(m.Thread, list);
        if (process.Options.Rules.InjectWakes) Wakep(m);
    }

    /// <summary>injectglist by a thread without a P: everything goes to the global queue, and an M is started for each idle P.</summary>
    internal void InjectWithoutP(KernelThread by, List<Goroutine> list)
    {
        var count = list.Count;
        PutAllGlobal(by, list);
        StartIdle(by, count);
    }

    /// <summary>For a goroutine that an M without a P has seen waiting: takes an idle P, or leaves the needspinning note.</summary>
    /// <param name="m">The M.</param>
    /// <param name="before">The P it had; only pollers that tie Ms to Ps look at it.</param>
    internal bool TryTakePForWork(WorkerThread m, Processor before)
    {
        if (process.Netpoller.TryTakeP(m, before)) return true;
        NoteNeedSpinning();
        return false;
    }

    /// <summary>acquirep of the P that the M was given.</summary>
    internal static void AcquireNextP(WorkerThread m)
    {
        var p = m.NextP ?? throw new InvalidOperationException($"M{m.Id} was woken without a P.");
        m.NextP = null;
        AcquireP(m, p);
    }

    /// <summary>acquirep.</summary>
    internal static void AcquireP(WorkerThread m, Processor p)
    {
        if (m.P is not null || p.M is not null) throw new InvalidOperationException($"acquirep: M{m.Id} and P{p.Id} are not both free.");
        m.P = p;
        p.M = m;
        p.Status = ProcessorStatus.Running;
    }

    /// <summary>releasep.</summary>
    /// <returns>The P that is free now.</returns>
    internal static Processor ReleaseP(WorkerThread m)
    {
        var p = m.P!;
        p.M = null;
        p.OldM = m;
        p.Status = ProcessorStatus.Idle;
        m.P = null;
        return p;
    }

    /// <summary>Adds to nmspinning.</summary>
    internal void AddSpinning(int change)
    {
        _sched.Spinning += change;
        process.Counters.SpinningMs.Add(change, process.Now);
    }

    /// <summary>globrunqputbatch: all of them to the tail of the global queue, under one lock.</summary>
    private void PutAllGlobal(KernelThread by, List<Goroutine> list)
    {
        if (list.Count == 0) return;
        _sched.Lock(by);
        while (list.Count > 0)
        {
            var g = TakeLast(list);
            process.MarkRunnable(g, by.LocalNow, LatencyComponent.GlobalQueue);
            _sched.GlobalPut(g);
        }
    }

    /// <summary>startIdle of injectglist: an M, not spinning, for each of <paramref name="count"/> goroutines, as far as there are idle Ps.</summary>
    private void StartIdle(KernelThread by, int count)
    {
        for (var i = 0; i < count && TakeIdlePForWork() is { } p; i++)
        {
            _sched.ChangeMask(by);
            StartM(by, p, spinning: false);
        }
    }

    /// <summary>pidlegetSpinning: when there is work but no idle P, the next M about to idle is told to search (from 1.20).</summary>
    private Processor? TakeIdlePForWork()
    {
        var p = _sched.TakeIdleP();
        if (p is null) NoteNeedSpinning();
        return p;
    }

    private void NoteNeedSpinning()
    {
        if (!process.Options.Rules.HasNeedSpinning || process.Options.Fault == GoFault.NeedSpinningIgnored) return;
        _sched.NeedSpinning |= process.Options.Spinning;
    }

    private static Goroutine TakeLast(List<Goroutine> list)
    {
        var g = list[^1];
        list.RemoveAt(list.Count - 1);
        return g;
    }
}
