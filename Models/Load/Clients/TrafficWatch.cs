namespace GmpSim.Load;

/// <summary>Knows how many requests have no answer yet, and can let no more begin: then all that were begun must be answered in the end.</summary>
public sealed class TrafficWatch
{
    /// <summary>Requests that have begun and not been answered.</summary>
    public long Unanswered { get; internal set; }

    /// <summary>Whether no more requests begin.</summary>
    public bool IsStopped { get; private set; }

    /// <summary>From now on no request begins.</summary>
    public void Stop() => IsStopped = true;

    /// <summary>A lane under watch.</summary>
    public TrafficLane Watch(TrafficLane lane) => new WatchedLane(lane, this);
}
