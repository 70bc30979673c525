using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>A lane whose requests are counted, and which can be stopped.</summary>
internal sealed class WatchedLane(TrafficLane lane, TrafficWatch watch) : TrafficLane
{
    /// <inheritdoc/>
    public override SimTime NextDue => watch.IsStopped ? SimTime.MaxValue : lane.NextDue;

    /// <inheritdoc/>
    public override bool TryTakeDue(SimTime at, out ClientConnection? connection)
    {
        connection = null;
        if (watch.IsStopped || !lane.TryTakeDue(at, out connection)) return false;
        watch.Unanswered++;
        return true;
    }

    /// <inheritdoc/>
    public override bool Freed(ClientConnection connection, SimTime at)
    {
        watch.Unanswered--;
        if (watch.IsStopped || !lane.Freed(connection, at)) return false;
        watch.Unanswered++;
        return true;
    }
}
