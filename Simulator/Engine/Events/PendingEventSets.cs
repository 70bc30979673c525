namespace GmpSim.Engine;

/// <summary>Makes pending-event sets by name.</summary>
public static class PendingEventSets
{
    /// <summary>A new, empty set of the given kind; the fastest one unless told otherwise.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is none of the known kinds.</exception>
    public static PendingEventSet Create(PendingEventSetKind kind = PendingEventSetKind.Calendar) => kind switch
    {
        PendingEventSetKind.Calendar => new CalendarQueue(),
        PendingEventSetKind.Heap => new QuaternaryHeap(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such pending-event set."),
    };
}
