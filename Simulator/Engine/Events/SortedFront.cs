using System.Runtime.CompilerServices;

namespace GmpSim.Engine;

/// <summary>The next few events, in order: a sorted array that is taken from at its head.</summary>
/// <remarks>
/// A new event is put in place from the back, which is one comparison for the usual newcomer (the last of its
/// instant) and a few moves in a short array. One that would have to move more than <see cref="MostMoves"/> others goes
/// to a heap instead; so nothing here is ever dearer than a heap.
/// </remarks>
internal sealed class SortedFront
{
    private const int MostMoves = 32;
    private const int HeapWork = 16; // an addition to and a removal from a heap cost about as much as so many moves

    private readonly QuaternaryHeap _heap = new(64);
    private SimEvent[] _sorted = new SimEvent[256];
    private int _head;
    private int _tail;

    /// <summary>How many events are here.</summary>
    internal int Count => _tail - _head + _heap.Count;

    /// <summary>Whether there is none.</summary>
    internal bool IsEmpty
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _head == _tail && _heap.Count == 0;
    }

    /// <summary>Work since it was last set to zero, counted in moves of one event.</summary>
    internal long Work { get; set; }

    /// <summary>Adds an event.</summary>
    internal void Add(SimEvent occurrence)
    {
        if (_tail == _sorted.Length) MakeRoom();
        var sorted = _sorted;
        var place = _tail;
        if (place - _head > MostMoves && occurrence.IsBefore(in sorted[place - MostMoves]))
        {
            _heap.Add(occurrence);
            Work += HeapWork;
            return;
        }

        for (; place > _head && occurrence.IsBefore(in sorted[place - 1]); place--) sorted[place] = sorted[place - 1];
        sorted[place] = occurrence;
        Work += _tail++ - place;
    }

    /// <summary>Takes the first event if it happens no later than <paramref name="until"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryTake(SimTime until, out SimEvent occurrence) =>
        _heap.Count == 0 ? TryTakeSorted(until, out occurrence) : TryTakeOfBoth(until, out occurrence);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTakeSorted(SimTime until, out SimEvent occurrence)
    {
        if (_head == _tail || _sorted[_head].At > until)
        {
            occurrence = default;
            return false;
        }

        occurrence = _sorted[_head];
        if (++_head == _tail) _head = _tail = 0;
        return true;
    }

    private bool TryTakeOfBoth(SimTime until, out SimEvent occurrence) =>
        _head == _tail || _heap.First.IsBefore(in _sorted[_head])
            ? _heap.TryTake(until, out occurrence)
            : TryTakeSorted(until, out occurrence);

    private void MakeRoom()
    {
        var length = _tail - _head;
        var target = length > _sorted.Length / 2 ? new SimEvent[_sorted.Length * 2] : _sorted;
        Array.Copy(_sorted, _head, target, 0, length);
        _sorted = target;
        _head = 0;
        _tail = length;
    }
}
