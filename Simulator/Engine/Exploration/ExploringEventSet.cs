using System.Runtime.InteropServices;

namespace GmpSim.Engine;

/// <summary>A pending-event set in which a <see cref="TieBreaker"/> decides the order of events of one instant.</summary>
/// <remarks>
/// Events still come in the order of time. What is scheduled for the present instant while it lasts joins those to choose from.
/// Every departure from the usual order is recorded, so that <see cref="ChosenOrder"/> can go the same way again.
/// </remarks>
/// <param name="inner">The empty set that keeps the future.</param>
/// <param name="tieBreaker">Who chooses.</param>
public sealed class ExploringEventSet(PendingEventSet inner, TieBreaker tieBreaker) : PendingEventSet
{
    private readonly List<SimEvent> _due = [];
    private readonly List<TieChoice> _choices = [];
    private readonly List<ChoicePoint> _points = [];
    private long _taken;

    /// <inheritdoc/>
    public override int Count => inner.Count + _due.Count;

    /// <summary>The departures from the usual order so far.</summary>
    public IReadOnlyList<TieChoice> Choices => _choices;

    /// <summary>Every moment so far at which there was a choice.</summary>
    public IReadOnlyList<ChoicePoint> Points => _points;

    /// <inheritdoc/>
    public override void Add(SimEvent occurrence) => inner.Add(occurrence);

    /// <inheritdoc/>
    public override bool TryTake(SimTime until, out SimEvent occurrence)
    {
        if (_due.Count == 0)
        {
            if (!inner.TryTake(until, out occurrence)) return false;
            _due.Add(occurrence);
        }
        else if (_due[0].At > until)
        {
            occurrence = default;
            return false;
        }

        while (inner.TryTake(_due[0].At, out var another)) _due.Add(another);
        _taken++;
        var index = _due.Count == 1 ? 0 : Choose();
        occurrence = _due[index];
        _due.RemoveAt(index);
        return true;
    }

    private int Choose()
    {
        var index = tieBreaker.Choose(_taken, CollectionsMarshal.AsSpan(_due));
        _points.Add(new(_taken, _due.Count));
        if (index != 0) _choices.Add(new(_taken, index));
        return index;
    }
}
