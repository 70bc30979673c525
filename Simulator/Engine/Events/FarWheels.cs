using System.Numerics;

namespace GmpSim.Engine;

/// <summary>The far future: wheels of 64 slots each, every wheel turning 64 times slower than the one before.</summary>
/// <remarks>
/// Time is counted in spans; a span's number is read in digits of 6 bits. An event lies in the wheel of the highest
/// digit in which its span differs from <see cref="Start"/>. When the start reaches a slot of a slow wheel, the slot's
/// events move to faster ones; an event moves once a digit at the most, however far away it began.
/// </remarks>
internal sealed class FarWheels
{
    private const int DigitBits = 6;
    private const int Slots = 1 << DigitBits;
    private const int Wheels = (64 + DigitBits - 1) / DigitBits;

    private readonly EventChunks _chunks = new();
    private readonly EventChunks.Queue[] _slots = new EventChunks.Queue[Wheels * Slots];
    private readonly ulong[] _occupied = new ulong[Wheels];
    private int _spanBits;

    /// <summary>The first span that is still here; everything before it has been taken.</summary>
    internal ulong Start { get; private set; }

    /// <summary>How many events have been added or moved since the last review.</summary>
    internal long Work { get; set; }

    /// <summary>Sets span length and start of the empty wheels.</summary>
    /// <param name="spanBits">A span is 2^<paramref name="spanBits"/> ps.</param>
    /// <param name="start">The new first span.</param>
    internal void Reset(int spanBits, ulong start)
    {
        _spanBits = spanBits;
        Start = start;
    }

    /// <summary>Adds an event of the first span or later.</summary>
    internal void Add(SimEvent occurrence)
    {
        Work++;
        var span = (ulong)occurrence.At.Picoseconds >> _spanBits;
        var wheel = WheelOf(span);
        var digit = (int)(span >> (wheel * DigitBits)) & (Slots - 1);
        _occupied[wheel] |= 1UL << digit;
        _chunks.Add(ref _slots[(wheel * Slots) + digit], occurrence);
    }

    /// <summary>Takes an event of the first span, oldest first.</summary>
    /// <returns>Whether there was one; if not, the start has moved to the next span.</returns>
    internal bool TryTakeOfFirstSpan(out SimEvent occurrence)
    {
        var digit = (int)Start & (Slots - 1);
        if (TryTake(0, digit, out occurrence)) return true;

        Start++;
        // A digit that has come round to zero means that the next slower wheel has turned by one slot.
        for (var wheel = BitOperations.TrailingZeroCount(Start) / DigitBits; wheel > 0; wheel--) Spread(wheel);
        return false;
    }

    /// <summary>Takes any event; those of one instant come oldest first.</summary>
    /// <returns>Whether there was one.</returns>
    internal bool TryTakeAny(out SimEvent occurrence)
    {
        for (var wheel = 0; wheel < Wheels; wheel++)
        {
            while (_occupied[wheel] != 0)
            {
                if (TryTake(wheel, BitOperations.TrailingZeroCount(_occupied[wheel]), out occurrence)) return true;
            }
        }

        occurrence = default;
        return false;
    }

    /// <summary>A span that no event lies before; the first event's own span unless it lies in a slow wheel.</summary>
    /// <returns>Whether there is any event.</returns>
    internal bool TryFindFirst(out ulong span)
    {
        for (var wheel = 0; wheel < Wheels; wheel++)
        {
            if (_occupied[wheel] == 0) continue;
            var digit = (ulong)BitOperations.TrailingZeroCount(_occupied[wheel]);
            var lowerBits = wheel * DigitBits;
            span = (((Start >> lowerBits) & ~(ulong)(Slots - 1)) | digit) << lowerBits;
            return true;
        }

        span = 0;
        return false;
    }

    /// <summary>Moves the start to a span found by <see cref="TryFindFirst"/>.</summary>
    internal void MoveStartTo(ulong span)
    {
        var wheel = WheelOf(span);
        Start = span;
        if (wheel > 0) Spread(wheel);
    }

    private int WheelOf(ulong span) => BitOperations.Log2((span ^ Start) | 1) / DigitBits;

    /// <summary>Moves the events of the slot that <see cref="Start"/> has reached to faster wheels.</summary>
    private void Spread(int wheel)
    {
        var digit = (int)(Start >> (wheel * DigitBits)) & (Slots - 1);
        while (TryTake(wheel, digit, out var occurrence)) Add(occurrence);
    }

    private bool TryTake(int wheel, int digit, out SimEvent occurrence)
    {
        if (_chunks.TryTake(ref _slots[(wheel * Slots) + digit], out occurrence)) return true;
        _occupied[wheel] &= ~(1UL << digit);
        return false;
    }
}
