using System.Numerics;

namespace GmpSim.Engine;

/// <summary>The fast pending-event set: what is next stands sorted, what is near lies in buckets, what is far in wheels.</summary>
/// <remarks>
/// <para>
/// Time is cut into ticks. Events up to the current tick are in the sorted front, those of the following ticks in the
/// ring, a bucket each, and those beyond the ring's horizon in the wheels. Taking empties the front, then opens the next
/// bucket that has events. When a tick is no longer than the gap between events, that bucket mostly has one, and there
/// is nothing to sort.
/// </para>
/// <para>
/// The tick length adapts. Too long, and events are sorted in the front; too short, and they lie beyond the horizon and
/// are moved more than once. Both kinds of work are counted, and at reviews the <see cref="TickTuner"/> looks for the
/// length with the least of it. Whatever the length is, the order is exact; and where no length fits, the front is a
/// heap. A few events need no buckets: then all of them are in the front. See docs/decisions/001-pending-event-set.md.
/// </para>
/// </remarks>
public sealed class CalendarQueue : PendingEventSet
{
    private const int FewEvents = 4; // up to here one sorted array is fastest
    private const int LeastPeriod = 512;
    private const int DefaultTickBits = 10; // 1 ns
    private const int MostTickBits = 44; // 17 s
    private const int MostRingBits = 13; // ring and nodes stay in the second-level cache
    private const int RingBitsOverCount = 3; // 2³: four to eight buckets an event
    private const int SpansPerRingBits = 2; // 2²: the horizon advances by a quarter of the ring
    private const ulong Everything = ulong.MaxValue;

    private readonly SortedFront _front = new();
    private readonly NearRing _ring = new();
    private readonly FarWheels _far = new();
    private readonly TickTuner _tuner = new();
    private SimEvent[] _moving = []; // where events wait while everything is laid out anew
    private int _count;
    private int _tickBits = DefaultTickBits; // a tick is 2^this picoseconds
    private int _ringBits = NearRing.LeastBits;
    private ulong _current = Everything; // the tick up to which events are in the front
    private ulong _horizon; // the tick from which events are in the wheels
    private ulong _advanceAt; // the current tick at which the ring has room for another span
    private int _period = LeastPeriod; // additions between two reviews
    private int _untilReview = LeastPeriod;
    private int _layoutCount; // the number of events that the layout was made for

    /// <inheritdoc/>
    public override int Count => _count;

    private int SpanBits => _ringBits - SpansPerRingBits; // a span of the wheels is 2^this ticks

    private bool HasFew => _current == Everything;

    /// <inheritdoc/>
    public override void Add(SimEvent occurrence)
    {
        _count++;
        Place(occurrence);
        if (--_untilReview == 0) Review();
    }

    /// <inheritdoc/>
    public override bool TryTake(SimTime until, out SimEvent occurrence)
    {
        var taken = _front.IsEmpty ? TryTakeFromRing(until, out occurrence) : _front.TryTake(until, out occurrence);
        if (taken) _count--;
        return taken;
    }

    private ulong TickOf(SimEvent occurrence) => (ulong)occurrence.At.Picoseconds >> _tickBits;

    private bool IsAfter(ulong tick, SimTime until) => tick << _tickBits > (ulong)until.Picoseconds;

    private void Place(SimEvent occurrence)
    {
        var tick = TickOf(occurrence);
        if (tick <= _current) _front.Add(occurrence);
        else if (tick < _horizon) _ring.Add(occurrence, tick);
        else _far.Add(occurrence);
    }

    private bool TryTakeFromRing(SimTime until, out SimEvent occurrence)
    {
        occurrence = default;
        if (_ring.Count == 0 && !JumpToFarEvents(until)) return false;
        var tick = _ring.NextOccupied(_current);
        if (IsAfter(tick, until)) return false;

        _current = tick;
        if (!_ring.TryTakeSingle(tick, out occurrence))
        {
            _ring.MoveBucket(tick, _front);
            if (tick >= _advanceAt) AdvanceHorizon();
            return _front.TryTake(until, out occurrence);
        }

        if (tick >= _advanceAt) AdvanceHorizon();
        if (occurrence.At <= until) return true;
        _front.Add(occurrence);
        occurrence = default;
        return false;
    }

    /// <summary>Lets an empty ring begin where the next far events are.</summary>
    /// <returns>Whether the ring has events now; if not, there are none until <paramref name="until"/>.</returns>
    private bool JumpToFarEvents(SimTime until)
    {
        while (_ring.Count == 0)
        {
            if (!_far.TryFindFirst(out var span)) return false;
            var first = span << SpanBits;
            if (IsAfter(first, until)) return false;
            _far.MoveStartTo(span);
            _current = first - 1;
            AdvanceHorizon();
        }

        return true;
    }

    /// <summary>Moves events from the wheels to the ring, span by span, while the ring has room for another span.</summary>
    private void AdvanceHorizon()
    {
        var span = 1UL << SpanBits;
        _horizon = _far.Start << SpanBits;
        while (_horizon + span - _current <= (ulong)_ring.Length)
        {
            while (_far.TryTakeOfFirstSpan(out var occurrence)) _ring.Add(occurrence, TickOf(occurrence));
            _horizon += span;
        }

        _advanceAt = _horizon + span - (ulong)_ring.Length;
    }

    /// <summary>Now and then: does the layout still fit the events?</summary>
    private void Review()
    {
        var sorting = _front.Work / (double)_period;
        var moving = ((2 * _far.Work) + (_ring.Work / 4)) / (double)_period;
        var countBits = BitOperations.Log2((uint)_count);
        var growth = countBits - BitOperations.Log2((uint)_layoutCount | 1);
        if (_count <= (HasFew ? FewEvents : FewEvents / 2))
        {
            if (!HasFew) LayOut(_tickBits, few: true);
        }
        else if (HasFew || growth is > 0 or < -1)
        {
            _ringBits = Math.Clamp(countBits + RingBitsOverCount, NearRing.LeastBits, MostRingBits);
            _tuner.Restart();
            // Four times the events in the same time: gaps a quarter as long.
            LayOut(HasFew ? null : _tickBits - growth);
        }
        else
        {
            var tickBits = _tickBits + _tuner.Advise(sorting, moving);
            if (tickBits is < 0 or > MostTickBits) _tuner.Restart(); // no such ticks: nothing was tried
            else if (tickBits != _tickBits) LayOut(tickBits);
        }

        _front.Work = _ring.Work = _far.Work = 0;
        _period = _untilReview = Math.Max(LeastPeriod, _count);
    }

    /// <summary>Distributes all events anew.</summary>
    /// <param name="tickBits">The tick length to use; <see langword="null"/> for one that the events themselves suggest.</param>
    /// <param name="few">Whether to keep them all in the front.</param>
    private void LayOut(int? tickBits, bool few = false)
    {
        var events = TakeAll();
        _tickBits = Math.Clamp(tickBits ?? BitsOfTypicalGap(events), 0, MostTickBits);
        _layoutCount = _count;
        _current = Everything;
        if (!few)
        {
            var earliest = SimTime.MaxValue;
            foreach (ref readonly var occurrence in events) earliest = SimTime.Min(earliest, occurrence.At);
            _current = (ulong)earliest.Picoseconds >> _tickBits;
            _ring.Resize(_ringBits);
            _far.Reset(_tickBits + SpanBits, _current >> SpanBits);
            AdvanceHorizon();
        }

        foreach (ref readonly var occurrence in events) Place(occurrence);
    }

    /// <summary>Takes all events out: those of the front first and in order, those of any one instant oldest first.</summary>
    private ReadOnlySpan<SimEvent> TakeAll()
    {
        if (_moving.Length < _count) _moving = new SimEvent[BitOperations.RoundUpToPowerOf2((uint)_count)];
        var taken = 0;
        while (true)
        {
            while (_front.TryTake(SimTime.MaxValue, out var next)) _moving[taken++] = next;
            if (_ring.Count == 0) break;
            _current = _ring.NextOccupied(_current);
            _ring.MoveBucket(_current, _front);
        }

        while (_far.TryTakeAny(out var next)) _moving[taken++] = next;
        return _moving.AsSpan(0, taken);
    }

    /// <summary>The mean gap in the earlier half of some sorted events: a few far ones do not spoil it.</summary>
    private static int BitsOfTypicalGap(ReadOnlySpan<SimEvent> sorted)
    {
        var half = sorted.Length / 2;
        var gap = (sorted[half].At - sorted[0].At).Picoseconds / half;
        return gap == 0 ? DefaultTickBits : BitOperations.Log2((ulong)gap);
    }
}
