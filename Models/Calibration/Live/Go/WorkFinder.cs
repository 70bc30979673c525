using System.Runtime.CompilerServices;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Live.Go;

/// <summary>Finds what an M runs next.</summary>
/// <remarks>Source: Go 1.24, runtime/proc.go: findRunnable, stealWork, checkRunqsNoP. Left out: timers, the collector's workers, the trace reader.</remarks>
internal sealed unsafe class WorkFinder
{
    private const uint FairnessPeriod = 61;
    private const int StealRounds = 4;

    private readonly LiveGoServer _server;
    private readonly Scheduler _scheduler;
    private readonly Netpoll _netpoll;
    private readonly Action _pause;

    internal WorkFinder(LiveGoServer server, Scheduler scheduler, Netpoll netpoll)
    {
        (_server, _scheduler, _netpoll) = (server, scheduler, netpoll);
        var pause = TimeSpec.Of(Math.Max(1, server.StealPause.WholeNanoseconds));
        _pause = () =>
        {
            var time = pause;
            _ = Libc.NanoSleep(&time, null);
        };
    }

    /// <summary>A goroutine, or <see langword="null"/> when the run is over. The M holds a P when it returns one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal LiveG? FindRunnable(LiveM m)
    {
        while (!_scheduler.IsOver)
        {
            if (m.P is null)
            {
                Stop(m);
                continue;
            }

            if (FromQueues(m) is { } queued) return queued;
            if (FromPoll(m) is { } polled) return polled;
            if (Steal(m) is { } stolen) return stolen;
            if (LastLook(m, out var own) is { } late) return late;
            if (RecheckAfterSpinning(m, own, out var wasSpinning)) continue;
            if (BlockInPoll(m, own, wasSpinning) is { } brought) return brought;
        }

        return null;
    }

    private LiveG? FromQueues(LiveM m)
    {
        var p = m.P!;
        if (_server.FairnessTick && p.SchedTick % FairnessPeriod == 0 && FromGlobal(m, 1) is { } fair) return fair;
        return p.Queue.Get() ?? FromGlobal(m, int.MaxValue);
    }

    private LiveG? FromGlobal(LiveM m, int most)
    {
        if (_scheduler.GlobalIsEmpty) return null;
        _scheduler.Lock();
        var goroutine = _scheduler.TakeGlobal(m.P!, most);
        _scheduler.Unlock(m);
        return goroutine;
    }

    private LiveG? FromPoll(LiveM m)
    {
        var instance = _netpoll.InstanceOf(m.P!);
        if (!_netpoll.IsWaitedOn(instance) || !_netpoll.MayPoll(instance)) return null;
        return FirstOf(m, _netpoll.Poll(m.Events, m.Interest, m.Thread.Counters, instance));
    }

    private LiveG? FirstOf(LiveM m, GList list)
    {
        var first = list.Pop();
        _scheduler.Inject(m, list);
        return first;
    }

    private LiveG? Steal(LiveM m)
    {
        if (!_server.Steal) return null;
        if (!m.IsSpinning)
        {
            // Spinning Ms are limited to half the busy Ps, or many would burn CPU where little is parallel.
            if (2 * _scheduler.SpinningMs >= _server.Gomaxprocs - _scheduler.IdlePs) return null;
            _scheduler.BecomeSpinning(m);
        }

        var ps = _scheduler.Ps;
        for (var round = 0; round < StealRounds; round++)
        {
            var start = m.Random.NextBelow(ps.Count);
            for (var i = 0; i < ps.Count; i++)
            {
                var victim = ps[(start + i) % ps.Count];
                if (victim == m.P) continue;
                m.Thread.Counters->StealAttempts++;
                if (victim.Queue.StealInto(m.P!.Queue, round == StealRounds - 1 ? _pause : null) is not { } goroutine) continue;
                m.Thread.Counters->Steals++;
                return goroutine;
            }
        }

        return null;
    }

    /// <summary>The global queue once more, under the lock; then the P is given up.</summary>
    private LiveG? LastLook(LiveM m, out LiveP own)
    {
        own = m.P!;
        _scheduler.Lock();
        var goroutine = _scheduler.TakeGlobal(own, int.MaxValue);
        if (goroutine is null)
        {
            m.P = null;
            _scheduler.PutIdle(own);
        }

        _scheduler.Unlock(m);
        return goroutine;
    }

    /// <summary>Work that was readied while this M counted as spinning woke nobody: the last spinning M has to look again.</summary>
    /// <returns>Whether it found work, and a P to do it with.</returns>
    private bool RecheckAfterSpinning(LiveM m, LiveP own, out bool wasSpinning)
    {
        wasSpinning = m.IsSpinning;
        if (!wasSpinning) return false;
        _scheduler.StopSpinning(m);
        var isWork = !_scheduler.GlobalIsEmpty;
        for (var i = 0; i < _scheduler.Ps.Count && !isWork; i++) isWork = !_scheduler.Ps[i].Queue.IsEmpty;
        if (!isWork) return false;
        _scheduler.Lock();
        m.P = _scheduler.TakeIdle(own);
        _scheduler.Unlock(m);
        if (m.P is null) return false;
        _scheduler.BecomeSpinning(m);
        return true;
    }

    private LiveG? BlockInPoll(LiveM m, LiveP own, bool wasSpinning)
    {
        var instance = _netpoll.InstanceOf(own);
        if (!_netpoll.IsWaitedOn(instance) || !BecomeSleeper(m, own)) return null;
        if (!_netpoll.TryBeSleeper(instance))
        {
            StopBeingSleeper(m, own);
            return null;
        }

        var list = _netpoll.Block(m, instance);
        _netpoll.HasPolled(instance);
        _scheduler.Lock();
        if (own.Sleeper == m) own.Sleeper = null;
        m.P = m.NextP ?? _scheduler.TakeIdle(_server.InstancePerP ? own : null);
        var wasHandedOver = m.NextP is not null;
        m.NextP = null;
        _scheduler.Unlock(m);
        if (m.P is null)
        {
            _scheduler.Inject(m, list);
            return null;
        }

        if (FirstOf(m, list) is { } goroutine) return goroutine;
        if (wasSpinning && !wasHandedOver) _scheduler.BecomeSpinning(m);
        return null;
    }

    /// <summary>per-p: an M may sleep in the instance of the P that it gave up, unless somebody has taken it.</summary>
    private bool BecomeSleeper(LiveM m, LiveP own)
    {
        if (!_server.InstancePerP) return true;
        _scheduler.Lock();
        var may = own is { IsIdle: true, Sleeper: null };
        if (may) own.Sleeper = m;
        _scheduler.Unlock(m);
        return may;
    }

    private void StopBeingSleeper(LiveM m, LiveP own)
    {
        if (!_server.InstancePerP) return;
        _scheduler.Lock();
        if (own.Sleeper == m) own.Sleeper = null;
        m.P = m.NextP;
        m.NextP = null;
        _scheduler.Unlock(m);
    }

    /// <summary><c>stopm</c>: parks until somebody hands it a P.</summary>
    private void Stop(LiveM m)
    {
        _scheduler.Lock();
        _scheduler.PutIdle(m);
        _scheduler.Unlock(m);
        if (_scheduler.IsOver) return;
        m.Note.Sleep();
        if (_scheduler.IsOver) return;
        m.P = m.NextP;
        m.NextP = null;
    }
}
