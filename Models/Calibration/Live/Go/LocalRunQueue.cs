namespace GmpSim.Calibration.Live.Go;

/// <summary>Run queue of a P: a ring of 256 goroutines and the runnext slot, without a lock.</summary>
/// <remarks>The owner puts at the tail and takes at the head; thieves take at the head by compare-and-swap. Source: Go 1.24, runtime/proc.go, runqput, runqget, runqgrab.</remarks>
internal sealed class LocalRunQueue
{
    internal const int Capacity = 256;

    private readonly LiveG?[] _ring = new LiveG?[Capacity];
    private readonly LiveG[] _half = new LiveG[Capacity / 2];
    private readonly PaddedCounter _head = new();
    private readonly PaddedCounter _tail = new();
    private LiveG? _next;

    /// <summary>Goroutines in the ring and in runnext.</summary>
    internal int Count => (int)(_tail.Value - _head.Value) + (Volatile.Read(ref _next) is null ? 0 : 1);

    internal bool IsEmpty => Count == 0;

    /// <summary><c>runqput</c> with next: the slot's goroutine moves to the ring. Returns what found no room.</summary>
    internal bool TryPutNext(LiveG goroutine, out LiveG? displaced)
    {
        displaced = Interlocked.Exchange(ref _next, goroutine);
        return displaced is null || TryPut(displaced);
    }

    /// <summary>Puts at the tail; <see langword="false"/> when the ring is full. The owner only.</summary>
    internal bool TryPut(LiveG goroutine)
    {
        var tail = _tail.Value;
        if (tail - _head.Value >= Capacity) return false;
        Volatile.Write(ref _ring[tail % Capacity], goroutine);
        _tail.Value = tail + 1;
        return true;
    }

    /// <summary><c>runqget</c>: runnext first. The owner only.</summary>
    internal LiveG? Get()
    {
        if (Volatile.Read(ref _next) is { } next && Interlocked.CompareExchange(ref _next, null, next) == next) return next;
        while (true)
        {
            var head = _head.Value;
            if (head == _tail.Value) return null;
            var goroutine = Volatile.Read(ref _ring[head % Capacity]);
            if (_head.TryAdvance(head, 1)) return goroutine;
        }
    }

    /// <summary>The first half of what a full ring holds leaves it (<c>runqputslow</c>). The owner only.</summary>
    internal bool TryTakeHalf(ref GList list)
    {
        var head = _head.Value;
        var count = (uint)(_tail.Value - head) / 2;
        if (count != Capacity / 2) return false;
        for (var i = 0u; i < count; i++) _half[i] = _ring[(head + i) % Capacity]!;
        if (!_head.TryAdvance(head, count)) return false;
        foreach (var goroutine in _half) list.Push(goroutine);
        return true;
    }

    /// <summary><c>runqsteal</c>: half of this queue moves to the thief's; the last of them is returned to run at once.</summary>
    /// <param name="thief">The thief's queue, empty.</param>
    /// <param name="pause">Called before the victim's runnext is taken; <see langword="null"/> leaves runnext alone.</param>
    internal LiveG? StealInto(LocalRunQueue thief, Action? pause)
    {
        while (true)
        {
            var head = _head.Value;
            var count = (uint)(_tail.Value - head);
            count -= count / 2;
            if (count == 0) return pause is null ? null : StealNext(pause);
            if (count > Capacity / 2) continue; // head and tail were read at different times

            // The thief's ring beyond its tail belongs to nobody else until the tail moves.
            var tail = thief._tail.Value;
            for (var i = 0u; i < count; i++) thief._ring[(tail + i) % Capacity] = Volatile.Read(ref _ring[(head + i) % Capacity]);
            if (!_head.TryAdvance(head, count)) continue;
            var last = thief._ring[(tail + count - 1) % Capacity];
            thief._tail.Value = tail + count - 1;
            return last;
        }
    }

    private LiveG? StealNext(Action pause)
    {
        if (Volatile.Read(ref _next) is not { } next) return null;
        pause(); // its owner is likely to run it itself in a moment
        return Interlocked.CompareExchange(ref _next, null, next) == next ? next : null;
    }
}
