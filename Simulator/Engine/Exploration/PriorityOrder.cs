namespace GmpSim.Engine;

/// <summary>Every actor has a random priority; at a few random moments the one that would be next falls behind all others.</summary>
/// <remarks>
/// Probabilistic concurrency testing: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized Scheduler with Probabilistic
/// Guarantees of Finding Bugs", ASPLOS 2010. A bug that needs d ordering constraints among k steps of n actors is hit with a
/// probability of at least 1 / (n · k^(d−1)). An actor is a receiver of events here: a core, a thread, a socket.
/// </remarks>
public sealed class PriorityOrder : TieBreaker
{
    private readonly ulong _seed;
    private readonly HashSet<long> _changes = [];
    private readonly Dictionary<int, ulong> _priorities = [];
    private ulong _lowest;

    /// <summary>Draws the moments of change.</summary>
    /// <param name="seed">Equal seeds choose equally.</param>
    /// <param name="events">About how many events the run has, at least 1: changes fall among them.</param>
    /// <param name="changes">How many moments of change there are: d − 1.</param>
    public PriorityOrder(ulong seed, int events, int changes)
    {
        _seed = seed;
        _lowest = (ulong)changes;
        var random = new RandomStream(seed, "ties/changes");
        for (var i = 0; i < changes; i++) _changes.Add(1 + random.NextBelow(events));
    }

    /// <inheritdoc/>
    public override int Choose(long number, ReadOnlySpan<SimEvent> due)
    {
        var first = First(due);
        if (!_changes.Remove(number)) return first;
        _priorities[due[first].Receiver] = --_lowest;
        return First(due);
    }

    private int First(ReadOnlySpan<SimEvent> due)
    {
        var best = 0;
        for (var i = 1; i < due.Length; i++)
        {
            if (Priority(due[i].Receiver) > Priority(due[best].Receiver)) best = i;
        }

        return best;
    }

    /// <summary>Drawn from the seed and the receiver's number, above every priority that a change hands out.</summary>
    private ulong Priority(int receiver)
    {
        if (_priorities.TryGetValue(receiver, out var priority)) return priority;
        priority = Fingerprint.Of("ties/priority").With(_seed).With((ulong)receiver).Value | (1UL << 63);
        _priorities.Add(receiver, priority);
        return priority;
    }
}
