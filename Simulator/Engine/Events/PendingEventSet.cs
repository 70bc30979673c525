namespace GmpSim.Engine;

/// <summary>The future of one run: every scheduled event that has not happened yet, in the order (time, sequence).</summary>
/// <remarks>
/// The seam behind which event queues are exchanged. Any two implementations hand out the same events in the same
/// order, so which one runs shows in the speed only. An abstract class, not an interface: the call is devirtualised
/// behind one type check.
/// </remarks>
public abstract class PendingEventSet
{
    /// <summary>How many events are pending.</summary>
    public abstract int Count { get; }

    /// <summary>Adds an event. It is never earlier than the last event taken.</summary>
    public abstract void Add(SimEvent occurrence);

    /// <summary>Takes the first event if it happens no later than <paramref name="until"/>.</summary>
    /// <returns>Whether an event was taken; if not, the set is unchanged.</returns>
    public abstract bool TryTake(SimTime until, out SimEvent occurrence);
}
