using GmpSim.Engine;

namespace GmpSim.Benchmarks;

/// <summary>The hold model: n events are pending; again and again the first is taken and one is added an increment later.</summary>
public sealed class HoldModel
{
    private readonly PendingEventSet _set;
    private readonly Increments _increments;
    private ulong _nextSequence;

    /// <summary>Creates the model in its steady state.</summary>
    /// <param name="kind">The set to exercise.</param>
    /// <param name="shape">How far ahead events are added.</param>
    /// <param name="population">n, the number of events pending all the time.</param>
    public HoldModel(PendingEventSetKind kind, IncrementShape shape, int population)
    {
        _set = PendingEventSets.Create(kind);
        _increments = new Increments(shape);
        for (var index = 0; index < population; index++)
            _set.Add(new SimEvent(SimTime.FromPicoseconds(_increments.Next()), _nextSequence++, 0, 0, 0));
        Hold(Math.Max(1_000_000, 4 * population));
    }

    /// <summary>Takes and adds so many events.</summary>
    public void Hold(int events)
    {
        if (_set is CalendarQueue calendar) Hold(new HeldCalendar(calendar), events);
        else Hold(new HeldHeap((QuaternaryHeap)_set), events);
    }

    private void Hold<TSet>(TSet set, int events)
        where TSet : struct, IHeldSet
    {
        var increments = _increments;
        var sequence = _nextSequence;
        for (var count = 0; count < events; count++)
        {
            set.TryTake(SimTime.MaxValue, out var taken);
            var at = SimTime.FromPicoseconds(taken.At.Picoseconds + increments.Next());
            set.Add(new SimEvent(at, sequence++, 0, 0, 0));
        }

        _nextSequence = sequence;
    }
}
