using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>Stopping every P and starting them again (stopTheWorldWithSema, startTheWorldWithSema, gcstopm, preemptall in proc.go).</summary>
/// <remarks>
/// The goroutine that stops the world keeps its M and its P, in status gcstop. Every other P stops when its M next enters
/// the scheduler; Ps that nobody runs are taken at once. Whoever stops the world must own <see cref="WorldSema"/>.
/// </remarks>
internal sealed class StopTheWorld(GoProcess process)
{
    /// <summary>How long the stopper sleeps before it asks again. Source: stopTheWorldWithSema, every Go version.</summary>
    private static readonly SimDuration s_askAgain = SimDuration.FromMicroseconds(100);

    private readonly Sched _sched = process.Sched;
    private readonly List<Pause> _pauses = [];
    private readonly Futex _note = process.NewNote(); // sched.stopnote
    private StopReason _reason;
    private SimTime _decidedAt;
    private SimDuration _stopping;

    /// <summary>worldsema: who owns it may stop the world or run a function on every P.</summary>
    internal RuntimeSemaphore WorldSema { get; } = new(process);

    /// <summary>gcsema: held by the collector for a whole cycle, and by whoever changes GOMAXPROCS.</summary>
    internal RuntimeSemaphore GcSema { get; } = new(process);

    /// <summary>The M that has stopped the world or is about to; <see langword="null"/> when it runs.</summary>
    internal WorkerThread? StoppedBy { get; private set; }

    /// <summary>Ps that stand while the collector stops the world, over time: each from when it stands, the stopper's own included.</summary>
    internal TimeWeightedGauge StoppedForGc { get; } = new();

    /// <summary>As <see cref="StoppedForGc"/>, for all other stops.</summary>
    internal TimeWeightedGauge StoppedForOther { get; } = new();

    /// <summary>Ps that still run while the world stops (sched.stopwait).</summary>
    internal int StopWait { get; private set; }

    /// <summary>stopTheWorldWithSema, by the goroutine that <paramref name="m"/> runs: returns when every P stands still.</summary>
    internal async Process Stop(WorkerThread m, StopReason reason)
    {
        var thread = m.Thread;
        var p = m.P!;
        _sched.Lock(thread);
        await thread.Settle();
        if (m.Current is { } g) GoProcess.LeaveRunning(m, g, LatencyComponent.StopTheWorld, thread.LocalNow);
        _decidedAt = thread.LocalNow;
        _reason = reason;
        StopWait = process.AllP.Length;
        _sched.GcWaiting = true;
        StoppedBy = m;
        PreemptAll(thread);

        CountStopped(p);
        foreach (var other in process.AllP)
        {
            if (!other.IsInSyscall) continue;
            Syscalls.TakeP(other);
            CountStopped(other);
        }

        while (_sched.TakeIdleP() is { } idle) CountStopped(idle);
        while (StopWait > 0)
        {
            _note.BeginWait(thread);
            await thread.BlockUntil(thread.LocalNow + s_askAgain + process.Host.Costs.TimerSlack);
            if (_note.Leave(thread) && StopWait > 0) PreemptAll(thread);
        }

        await thread.Settle();
        _stopping = thread.LocalNow - _decidedAt;
    }

    /// <summary>startTheWorldWithSema: the network is looked at, Ps with work get an M, one more searcher is woken.</summary>
    /// <param name="m">The M that stopped the world.</param>
    /// <param name="gomaxprocs">The new number of Ps; as it was by default.</param>
    internal async Process Start(WorkerThread m, int? gomaxprocs = null)
    {
        var thread = m.Thread;
        await thread.Settle();
        process.Netpoller.PollForWorldStart(m);
        await process.Waker.Inject(m, m.Harvested);

        _sched.Lock(thread);
        await thread.Settle();
        var toStart = process.ProcResize.Resize(m, gomaxprocs ?? process.AllP.Length);
        Stopped.Add(-Stopped.Level, process.Now);
        _sched.GcWaiting = false;
        StoppedBy = null;
        process.Sysmon.WakeFromDeepSleep(thread);
        foreach (var (p, target) in toStart) process.Waker.StartMOn(thread, p, target);

        var startedAt = thread.LocalNow;
        Record(new(_decidedAt, startedAt));
        if (m.Current is { } g) GoProcess.EnterRunning(m, g, startedAt);

        process.Waker.Wakep(m);
        await thread.Settle();
    }

    /// <summary>gcstopm: the M gives its P to the stopper and sleeps until somebody hands it one.</summary>
    internal async Process GcStopM(WorkerThread m)
    {
        // A searcher simply stops: whoever starts the world wakes as many as there is work for.
        if (m.Spinning) process.Waker.StopSpinning(m);
        _sched.Lock(m.Thread);
        await m.Thread.Settle();
        var p = Waker.ReleaseP(m);
        process.Gc?.Workers.Release(p);
        StopP(m.Thread, p);
        await process.Waker.StopM(m);
    }

    /// <summary>A P that belongs to nobody stops, and the stopper hears of the last one (gcstopm, handoffp, entersyscall_gcwait).</summary>
    internal void StopP(KernelThread by, Processor p)
    {
        CountStopped(p);
        if (StopWait > 0) return;
        _note.Wake(by);
    }

    /// <summary>A P that belongs to nobody but the stopper stops; only for the stopper itself.</summary>
    internal void CountStopped(Processor p)
    {
        p.Status = ProcessorStatus.GcStop;
        StopWait--;
        Stopped.Add(1, process.Now);
    }

    /// <summary>preemptall: asks every running goroutine but the caller's to give way.</summary>
    internal void PreemptAll(KernelThread by)
    {
        foreach (var p in process.AllP) process.Preemption.PreemptOne(by, p);
    }

    /// <summary>Books the part of a goroutine's time in a run queue in which the world was stopping or stopped.</summary>
    internal void Attribute(LatencyClock clock, SimTime runnableSince)
    {
        var first = _pauses.Count;
        while (first > 0 && _pauses[first - 1].End > runnableSince) first--;
        for (var i = first; i < _pauses.Count; i++)
            clock.Interpose(LatencyComponent.StopTheWorld, SimTime.Max(_pauses[i].Begin, runnableSince), _pauses[i].End);
    }

    private TimeWeightedGauge Stopped => _reason == StopReason.Gc ? StoppedForGc : StoppedForOther;

    private void Record(Pause pause)
    {
        process.Counters.CountPause(_reason, _stopping, pause.End - pause.Begin);
        process.Metrics.CountPause(_reason, _stopping, pause.End - pause.Begin);
        if (_pauses.Count == MostPauses) _pauses.RemoveAt(0);
        _pauses.Add(pause);
    }

    /// <summary>Pauses that are remembered: a goroutine that waits longer than these lasted has its oldest ones booked as waiting.</summary>
    private const int MostPauses = 64;

    /// <summary>From the decision to stop until the world ran again.</summary>
    private readonly record struct Pause(SimTime Begin, SimTime End);
}
