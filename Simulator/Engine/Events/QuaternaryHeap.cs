namespace GmpSim.Engine;

/// <summary>A 4-ary heap of events in one array: the plain, predictable pending-event set.</summary>
/// <remarks>Four children share one or two cache lines, so a heap of this width touches fewer lines than a binary one.</remarks>
public sealed class QuaternaryHeap : PendingEventSet
{
    private const int Arity = 4;

    private SimEvent[] _items;
    private int _count;

    /// <summary>Creates an empty heap.</summary>
    /// <param name="capacity">Number of events to make room for; the heap grows beyond it when needed.</param>
    public QuaternaryHeap(int capacity = 1024)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _items = new SimEvent[capacity];
    }

    /// <inheritdoc/>
    public override int Count => _count;

    /// <summary>The first event. There must be one.</summary>
    internal ref readonly SimEvent First => ref _items[0];

    /// <inheritdoc/>
    public override void Add(SimEvent occurrence)
    {
        if (_count == _items.Length) Array.Resize(ref _items, _count * 2);
        var items = _items;
        var hole = _count++;
        while (hole > 0)
        {
            var parent = (hole - 1) / Arity;
            if (!occurrence.IsBefore(in items[parent])) break;
            items[hole] = items[parent];
            hole = parent;
        }

        items[hole] = occurrence;
    }

    /// <inheritdoc/>
    public override bool TryTake(SimTime until, out SimEvent occurrence)
    {
        var items = _items;
        if (_count == 0 || items[0].At > until)
        {
            occurrence = default;
            return false;
        }

        occurrence = items[0];
        var last = items[--_count];
        var hole = 0;
        while (true)
        {
            var firstChild = (hole * Arity) + 1;
            if (firstChild >= _count) break;
            var best = firstChild;
            var end = Math.Min(firstChild + Arity, _count);
            for (var child = firstChild + 1; child < end; child++)
            {
                if (items[child].IsBefore(in items[best])) best = child;
            }

            if (!items[best].IsBefore(in last)) break;
            items[hole] = items[best];
            hole = best;
        }

        items[hole] = last;
        return true;
    }
}
