namespace GmpSim.Engine;

/// <summary>Which pending-event set a run uses. It shows in the speed only: the events come in the same order.</summary>
public enum PendingEventSetKind
{
    /// <summary>Sorted front, ring of buckets, wheels for the far future: the fastest. See docs/decisions/001-pending-event-set.md.</summary>
    Calendar,

    /// <summary>A 4-ary heap: the plain one, to check the other against.</summary>
    Heap,
}
