using GmpSim.Engine;

namespace GmpSim.Tests.Property.Engine;

/// <summary>Two pending-event sets that are asked the same; every answer is compared, and its order checked.</summary>
internal sealed class PairOfSets
{
    private readonly PendingEventSet _heap = PendingEventSets.Create(PendingEventSetKind.Heap);
    private readonly PendingEventSet _calendar = PendingEventSets.Create(PendingEventSetKind.Calendar);
    private SimTime _now;
    private SimEvent _last;
    private ulong _nextSequence = 1;

    internal int Count => _heap.Count;

    internal void Add(long delay)
    {
        // Far delays pile up: stop short of the end of representable time.
        var at = _now.Picoseconds > long.MaxValue - delay ? SimTime.MaxValue : SimTime.FromPicoseconds(_now.Picoseconds + delay);
        var occurrence = new SimEvent(at, _nextSequence, (int)(_nextSequence % 97), (byte)_nextSequence, -(int)_nextSequence);
        _nextSequence++;
        _heap.Add(occurrence);
        _calendar.Add(occurrence);
    }

    internal bool TakeOne(long? delay)
    {
        TryTake(delay is null ? SimTime.MaxValue : Until(delay.Value), out var agreed);
        return agreed;
    }

    internal bool TakeAllUntil(long? delay)
    {
        var until = delay is null ? SimTime.MaxValue : Until(delay.Value);
        while (TryTake(until, out var agreed))
        {
            if (!agreed) return false;
        }

        if (delay is not null) _now = until; // as the clock does after a bounded run
        return true;
    }

    private SimTime Until(long delay) =>
        _now.Picoseconds > long.MaxValue - delay ? SimTime.MaxValue : SimTime.FromPicoseconds(_now.Picoseconds + delay);

    private bool TryTake(SimTime until, out bool agreed)
    {
        var has = _heap.TryTake(until, out var expected);
        agreed = _calendar.TryTake(until, out var actual) == has && actual == expected && _calendar.Count == _heap.Count;
        if (!has) return false;
        agreed &= expected.At <= until && expected.At >= _now && _last.IsBefore(in expected);
        _last = expected;
        _now = expected.At;
        return true;
    }
}
