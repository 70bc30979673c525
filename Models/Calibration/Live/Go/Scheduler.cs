using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Live.Go;

/// <summary>What all Ms share: the global queue, idle Ps and Ms, and who is to be woken.</summary>
/// <remarks>Source: Go 1.24, runtime/proc.go: ready, wakep, startm, injectglist, and the note "Worker thread parking/unparking".</remarks>
internal sealed class Scheduler : IDisposable
{
    private readonly LiveWindow _window;
    private readonly FutexMutex _lock = new();
    private readonly LiveP[] _idlePs;
    private readonly LiveM[] _idleMs;
    private readonly Queue<LiveM> _unborn;
    private readonly PaddedCounter _spinning = new();
    private GList _global;
    private int _globalCount;
    private int _idlePCount;
    private int _idleMCount;

    internal Scheduler(LiveGoServer server, LiveWindow window, IReadOnlyList<LiveM> machines)
    {
        _window = window;
        Ps = [.. Enumerable.Range(0, server.Gomaxprocs).Select(i => new LiveP(i))];
        _idlePs = new LiveP[Ps.Count];
        _idleMs = new LiveM[machines.Count];
        _unborn = new(machines);
        for (var i = Ps.Count - 1; i >= 0; i--) PutIdle(Ps[i]);
    }

    internal IReadOnlyList<LiveP> Ps { get; }

    /// <summary>Starts the thread of an M.</summary>
    internal required Action<LiveM> Begin { private get; init; }

    /// <summary>Breaks an M out of epoll_wait on the instance of a P.</summary>
    internal required Action<LiveP> Break { private get; init; }

    internal bool GlobalIsEmpty => Volatile.Read(ref _globalCount) == 0;

    internal int IdlePs => Volatile.Read(ref _idlePCount);

    internal int SpinningMs => (int)_spinning.Value;

    internal bool IsOver => _window.IsOver;

    internal bool IsMeasuring => _window.IsMeasuring;

    internal void Lock() => _lock.Lock();

    /// <summary>Unlocks.</summary>
    /// <param name="m">Who; <see langword="null"/> for the monitor.</param>
    internal unsafe void Unlock(LiveM? m)
    {
        if (_lock.Unlock() && m is not null) m.Thread.Counters->FutexWakes++;
    }

    /// <summary><c>pidleput</c>. Under the lock.</summary>
    internal void PutIdle(LiveP p)
    {
        p.IsIdle = true;
        _idlePs[_idlePCount] = p;
        Volatile.Write(ref _idlePCount, _idlePCount + 1);
    }

    /// <summary><c>pidleget</c>: the P that went idle last, or one that is preferred. Under the lock.</summary>
    internal LiveP? TakeIdle(LiveP? preferred = null)
    {
        if (_idlePCount == 0) return null;
        var index = preferred is { IsIdle: true } ? Array.IndexOf(_idlePs, preferred, 0, _idlePCount) : _idlePCount - 1;
        var p = _idlePs[index];
        for (var i = index; i < _idlePCount - 1; i++) _idlePs[i] = _idlePs[i + 1];
        Volatile.Write(ref _idlePCount, _idlePCount - 1);
        p.IsIdle = false;
        return p;
    }

    /// <summary><c>globrunqget</c>: one goroutine to run, and a fair share into the P's ring. Under the lock.</summary>
    internal LiveG? TakeGlobal(LiveP p, int most)
    {
        if (_global.Count == 0) return null;
        var count = Math.Min(Math.Min(_global.Count, (_global.Count / Ps.Count) + 1), Math.Min(most, LocalRunQueue.Capacity / 2));
        var first = _global.Pop();
        for (var i = 1; i < count && _global.Head is { } next && p.Queue.Count < LocalRunQueue.Capacity; i++)
        {
            _global.Pop();
            p.Queue.TryPut(next);
        }

        Volatile.Write(ref _globalCount, _global.Count);
        return first;
    }

    /// <summary><c>globrunqput</c>. Under the lock.</summary>
    internal void PutGlobal(LiveG goroutine)
    {
        _global.Push(goroutine);
        Volatile.Write(ref _globalCount, _global.Count);
    }

    /// <summary><c>stopm</c>'s first half: the M is idle. Under the lock.</summary>
    internal void PutIdle(LiveM m) => _idleMs[_idleMCount++] = m;

    /// <summary>The M begins to spin.</summary>
    internal void BecomeSpinning(LiveM m)
    {
        m.IsSpinning = true;
        m.SpinningSince = Clock.Now();
        AddSpinning(1);
    }

    /// <summary>It stops; another may have to take its place.</summary>
    internal unsafe void StopSpinning(LiveM m)
    {
        m.IsSpinning = false;
        m.Thread.Counters->SpinningNs += Clock.Now() - m.SpinningSince;
        AddSpinning(-1);
    }

    /// <summary><c>wakep</c>: one more M begins to look for work, unless one does already.</summary>
    internal void WakeP(LiveM? m)
    {
        // The work must be seen before the count is looked at, or an M that stops spinning meanwhile misses it. Go's StoreRel in runqput is such a barrier on x86-64, and so are its loads and stores on arm64.
        Interlocked.MemoryBarrier();
        if (_spinning.Value != 0 || !_spinning.TryAdvance(0, 1)) return;
        Lock();
        var p = TakeIdle();
        if (p is null)
        {
            AddSpinning(-1);
            Unlock(m);
            return;
        }

        StartM(m, p, spinning: true);
    }

    /// <summary><c>injectglist</c>: goroutines that a poll brought.</summary>
    /// <param name="m">Who brings them; <see langword="null"/> for the monitor.</param>
    /// <param name="list">The goroutines.</param>
    internal void Inject(LiveM? m, GList list)
    {
        if (list.Head is null) return;
        var count = m?.P is null ? list.Count : Math.Min(IdlePs, list.Count);
        if (count > 0)
        {
            Lock();
            for (var i = 0; i < count; i++) PutGlobal(list.Pop()!);
            Unlock(m);
            StartIdle(m, count);
        }

        while (list.Pop() is { } goroutine) PutLocal(m!, goroutine);
    }

    /// <summary><c>runqput</c>: at the tail of the P's ring; half of a full ring goes to the global queue.</summary>
    internal void PutLocal(LiveM m, LiveG goroutine)
    {
        while (!m.P!.Queue.TryPut(goroutine))
        {
            var half = new GList();
            if (!m.P.Queue.TryTakeHalf(ref half)) continue;
            half.Push(goroutine);
            Lock();
            while (half.Pop() is { } moved) PutGlobal(moved);
            Unlock(m);
            return;
        }
    }

    /// <summary>Wakes all who are parked, at the end of the run.</summary>
    internal void Rouse()
    {
        Lock();
        for (; _idleMCount > 0; _idleMCount--) _idleMs[_idleMCount - 1].Note.Wake();
        Unlock(null);
    }

    public void Dispose() => _lock.Dispose();

    private void StartIdle(LiveM? m, int count)
    {
        for (var i = 0; i < count; i++)
        {
            Lock();
            if (TakeIdle() is not { } p)
            {
                Unlock(m);
                return;
            }

            StartM(m, p, spinning: false);
        }
    }

    /// <summary><c>startm</c>: an M for a P. Begins under the lock and ends without it.</summary>
    private unsafe void StartM(LiveM? by, LiveP p, bool spinning)
    {
        if (p.Sleeper is { } sleeper)
        {
            // per-p: whoever sleeps in the instance of this P is the one to have it.
            p.Sleeper = null;
            HandOver(sleeper, p, spinning);
            Unlock(by);
            Break(p);
            return;
        }

        if (_idleMCount > 0)
        {
            var m = _idleMs[--_idleMCount];
            HandOver(m, p, spinning);
            Unlock(by);
            if (m.Note.Wake() && by is not null) by.Thread.Counters->FutexWakes++;
            return;
        }

        if (_unborn.TryDequeue(out var young))
        {
            HandOver(young, p, spinning);
            Unlock(by);
            if (by is not null) by.Thread.Counters->ThreadsCreated++;
            Begin(young);
            return;
        }

        // All Ms are in epoll_wait, or on their way: the P is left for the first that comes back.
        PutIdle(p);
        if (spinning) AddSpinning(-1);
        Unlock(by);
        Break(p);
    }

    private static void HandOver(LiveM m, LiveP p, bool spinning)
    {
        m.NextP = p;
        m.IsSpinning = spinning;
        if (spinning) m.SpinningSince = Clock.Now();
    }

    private void AddSpinning(int change)
    {
        uint value;
        do value = _spinning.Value;
        while (!_spinning.TryAdvance(value, (uint)change));
    }
}
