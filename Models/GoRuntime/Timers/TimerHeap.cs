using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>The timers of one P (timers in time.go): a 4-ary min-heap that is put in order lazily.</summary>
/// <remarks>
/// A stopped or reset timer keeps its slot, with the time it was entered under. The heap repairs itself when it is looked at: its head
/// before anything is added (cleanHead), all of it when a moved timer may be due (adjust) or, by the owner, when more than a quarter are
/// zombies. The order of timers with equal times is that of the heap operations, as in Go. Source: time.go, from 1.14; the names are those of 1.23.
/// </remarks>
internal sealed class TimerHeap(CacheLine line)
{
    private const int Arity = 4;

    private Entry[] _entries = [];

    /// <summary>The line of its lock and of the times that others look at.</summary>
    internal CacheLine Line { get; } = line;

    /// <summary>Timers on the heap, zombies included.</summary>
    internal int Count { get; private set; }

    /// <summary>How many of them are to be removed.</summary>
    internal int Zombies { get; set; }

    /// <summary>The time under which the head was entered; never for an empty heap.</summary>
    internal SimTime MinWhenHeap { get; private set; } = SimTime.MaxValue;

    /// <summary>The earliest time to which a timer was moved since the heap was last put in order; it may be a timer stopped since.</summary>
    internal SimTime MinWhenModified { get; set; } = SimTime.MaxValue;

    /// <summary>Before this instant nothing on the heap is due (wakeTime).</summary>
    internal SimTime WakeTime => SimTime.Min(MinWhenHeap, MinWhenModified);

    /// <summary>Whether more than a quarter are zombies: then the owner clears them out.</summary>
    internal bool HasManyZombies => Zombies > Count / 4;

    /// <summary>The timer in a slot. For checks.</summary>
    internal RuntimeTimer this[int slot] => _entries[slot].Timer;

    /// <summary>addHeap.</summary>
    internal void Add(RuntimeTimer timer)
    {
        if (timer.Heap is not null) throw new InvalidOperationException("A timer lies on one heap only.");
        timer.Heap = this;
        if (Count == _entries.Length) Array.Resize(ref _entries, Math.Max(4, Count * 2));
        _entries[Count] = new(timer.When, timer);
        SiftUp(Count++);
        MinWhenHeap = _entries[0].When;
    }

    /// <summary>timers.take: the timers of a P that goes; stopped ones are dropped.</summary>
    internal void TakeAll(TimerHeap from)
    {
        for (var i = 0; i < from.Count; i++)
        {
            var timer = from._entries[i].Timer;
            if (timer.IsZombie)
            {
                from.Leave(timer);
                continue;
            }

            timer.Heap = null;
            timer.IsModified = false;
            Add(timer);
        }

        Array.Clear(from._entries);
        from.Count = 0;
        from.MinWhenHeap = SimTime.MaxValue;
        from.MinWhenModified = SimTime.MaxValue;
    }

    /// <summary>cleanHead: zombies leave both ends of the array, and a head that was moved sinks to its place.</summary>
    /// <returns>How many timers were moved or removed.</returns>
    internal int CleanHead()
    {
        var repaired = 0;
        while (Count > 0)
        {
            var last = _entries[Count - 1].Timer;
            if (last.IsZombie)
            {
                Leave(last);
                _entries[--Count] = default;
                if (Count == 0) MinWhenHeap = SimTime.MaxValue;
            }
            else if (!UpdateHead())
            {
                break;
            }

            repaired++;
        }

        return repaired;
    }

    /// <summary>adjust: every mark is dealt with, if a moved timer may be due or if told to.</summary>
    /// <returns>How many timers were moved or removed.</returns>
    internal int Adjust(SimTime now, bool force)
    {
        if (!force && MinWhenModified > now) return 0;
        MinWhenModified = SimTime.MaxValue;
        var repaired = 0;
        for (var i = 0; i < Count; i++)
        {
            ref var entry = ref _entries[i];
            if (entry.Timer.IsZombie)
            {
                Leave(entry.Timer);
                entry = _entries[--Count];
                _entries[Count] = default;
                i--; // the one that took its place
            }
            else if (entry.Timer.IsModified)
            {
                entry.When = entry.Timer.When;
                entry.Timer.IsModified = false;
            }
            else
            {
                continue;
            }

            repaired++;
        }

        if (repaired == 0) return 0;
        for (var i = (Count - 2) / Arity; Count > 1 && i >= 0; i--) SiftDown(i);
        MinWhenHeap = Count == 0 ? SimTime.MaxValue : _entries[0].When;
        return repaired;
    }

    /// <summary>The head, its marks dealt with; <see langword="null"/> when the heap is empty.</summary>
    internal RuntimeTimer? Head()
    {
        while (Count > 0 && UpdateHead())
        {
        }

        return Count == 0 ? null : _entries[0].Timer;
    }

    /// <summary>updateHeap: a head that is a zombie is removed, one that was moved sinks to its place.</summary>
    /// <returns>Whether there was anything to do.</returns>
    internal bool UpdateHead()
    {
        var head = _entries[0].Timer;
        if (head.IsZombie)
        {
            Leave(head);
            _entries[0] = _entries[--Count];
            _entries[Count] = default;
            if (Count > 1) SiftDown(0);
        }
        else if (head.IsModified)
        {
            head.IsModified = false;
            _entries[0].When = head.When;
            SiftDown(0);
        }
        else
        {
            return false;
        }

        MinWhenHeap = Count == 0 ? SimTime.MaxValue : _entries[0].When;
        if (Count == 0) MinWhenModified = SimTime.MaxValue;
        return true;
    }

    /// <summary>A zombie has left its slot.</summary>
    private void Leave(RuntimeTimer zombie)
    {
        Zombies--;
        zombie.Heap = null;
        zombie.IsZombie = false;
        zombie.IsModified = false;
        zombie.LeftHeap();
    }

    private void SiftUp(int i)
    {
        var entry = _entries[i];
        while (i > 0)
        {
            var parent = (i - 1) / Arity;
            if (entry.When >= _entries[parent].When) break;
            _entries[i] = _entries[parent];
            i = parent;
        }

        _entries[i] = entry;
    }

    private void SiftDown(int i)
    {
        var entry = _entries[i];
        while (true)
        {
            var first = (i * Arity) + 1;
            if (first >= Count) break;
            var least = first;
            for (var child = first + 1; child < Math.Min(first + Arity, Count); child++)
            {
                if (_entries[child].When < _entries[least].When) least = child;
            }

            if (_entries[least].When >= entry.When) break;
            _entries[i] = _entries[least];
            i = least;
        }

        _entries[i] = entry;
    }

    private struct Entry(SimTime when, RuntimeTimer timer)
    {
        public SimTime When = when;

        public RuntimeTimer Timer = timer;
    }
}
