namespace GmpSim.GoRuntime;

/// <summary>The run queues: who is in them, and that they are queues (invariants 3, 4, 6, 17, 18).</summary>
internal sealed class QueueInvariants(GoProcess process, Census census)
{
    private readonly Dictionary<Processor, RingHistory> _rings = new(ReferenceEqualityComparer.Instance);
    private readonly GlobalHistory _global = new();
    private long _left;

    /// <summary>Invariants 3 and 4: every runnable goroutine is in exactly one queue, and counted.</summary>
    internal void Check()
    {
        var queued = 0L;
        foreach (var p in process.AllP) queued += CheckP(p);
        queued += CheckGlobal();
        foreach (var m in process.Ms)
        {
            if (m is { LockedG: not null, NextP: not null }) queued++; // found, and on its way to its M (startlockedm)
        }

        if (queued != process.Counters.Runnable.Level) Violation.Fail($"{queued} goroutines lie in queues, {process.Counters.Runnable.Level} are runnable");
    }

    /// <summary>Invariant 6 for one P, and invariant 18: between two looks goroutines leave at the head and join at the tail.</summary>
    private int CheckP(Processor p)
    {
        if (p.RingLength is < 0 or > Processor.QueueCapacity) Violation.Fail($"the ring of P{p.Id} has length {p.RingLength}");
        if (!_rings.TryGetValue(p, out var history)) _rings.Add(p, history = new());
        history.Compare(p);
        for (var i = 0; i < p.RingLength; i++) census.See(p.Ring[(p.Head + (uint)i) % Processor.QueueCapacity], GoroutineStatus.Runnable, "in a ring");

        if (p.Runnext is not { } next) return p.RingLength;
        census.See(next, GoroutineStatus.Runnable, "in a runnext");
        return p.RingLength + 1;
    }

    /// <summary>The global queue's length is its counter; invariant 17: it is first in, first out.</summary>
    private int CheckGlobal()
    {
        var length = 0;
        for (var g = process.Sched.GlobalHead; g is not null; g = g.SchedLink)
        {
            census.See(g, GoroutineStatus.Runnable, "in the global queue");
            length++;
        }

        if (length != process.Sched.GlobalLength) Violation.Fail($"the global queue holds {length} goroutines and counts {process.Sched.GlobalLength}");
        var left = process.Counters.Executions + process.Counters.ShedToGlobal;
        _global.Compare(process.Sched.GlobalHead, left - _left);
        _left = left;
        return length;
    }

    /// <summary>A ring as it was at the last look.</summary>
    private sealed class RingHistory
    {
        private readonly Goroutine?[] _ring = new Goroutine?[Processor.QueueCapacity];
        private uint _head;
        private uint _tail;

        internal void Compare(Processor p)
        {
            if (unchecked((int)(p.Head - _head)) < 0 || unchecked((int)(p.Tail - _tail)) < 0) Violation.Fail($"the ring of P{p.Id} has gone backwards");
            for (var place = p.Head; unchecked((int)(_tail - place)) > 0; place++)
            {
                if (!ReferenceEquals(p.Ring[place % Processor.QueueCapacity], _ring[place % Processor.QueueCapacity])) Violation.Fail($"another goroutine has taken place {place} in the ring of P{p.Id}");
            }

            for (var place = unchecked((int)(_tail - p.Head)) > 0 ? _tail : p.Head; place != p.Tail; place++) _ring[place % Processor.QueueCapacity] = p.Ring[place % Processor.QueueCapacity];
            _head = p.Head;
            _tail = p.Tail;
        }
    }

    /// <summary>The global queue as it was at the last look: goroutines by number, since descriptors are reused.</summary>
    private sealed class GlobalHistory
    {
        private List<(Goroutine G, long Id)> _before = [];
        private List<(Goroutine G, long Id)> _now = [];

        internal void Compare(Goroutine? head, long roundTrips)
        {
            _now.Clear();
            for (var g = head; g is not null; g = g.SchedLink) _now.Add((g, g.Id));
            if (_before.Count > 0 && _now.Count > 0 && !RestIsInFront()) JudgeRoundTrips(roundTrips);
            (_before, _now) = (_now, _before);
        }

        /// <summary>Whether what was there and is there still stands at the front, in its old order.</summary>
        private bool RestIsInFront()
        {
            var first = _before.IndexOf(_now[0]);
            if (first < 0) return true;
            var stayed = _before.Count - first;
            if (stayed > _now.Count) return false;
            for (var i = 1; i < stayed; i++)
            {
                if (_now[i] != _before[first + i]) return false;
            }

            return true;
        }

        /// <summary>Where nothing costs time a goroutine can run and come back between two looks; it needs an execution for that, or a ring that sheds it.</summary>
        private void JudgeRoundTrips(long most)
        {
            var again = 0;
            foreach (var place in _now) again += _before.Contains(place) ? 1 : 0;
            if (again > most) Violation.Fail($"the global queue is not first in, first out: goroutine {_now[0].Id} is at its head, and one that joined later has left");
        }
    }
}
