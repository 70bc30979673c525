using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>The requests that a load balancer sends to one replica: each on a free connection, or behind the others when all are busy.</summary>
public sealed class BalancedLane : TrafficLane
{
    private readonly Stack<ClientConnection> _free = new();
    private readonly Queue<Arrival> _waiting = new();

    /// <summary>Creates the lane of a replica.</summary>
    /// <param name="connections">The connections that the balancer keeps to it.</param>
    public BalancedLane(IReadOnlyList<ClientConnection> connections)
    {
        ArgumentNullException.ThrowIfNull(connections);
        for (var i = connections.Count - 1; i >= 0; i--) _free.Push(connections[i]);
    }

    /// <summary>Requests that the replica has been given and that are neither answered nor failed.</summary>
    public int Outstanding { get; private set; }

    /// <summary>Nothing is due here by itself: the balancer says when.</summary>
    public override SimTime NextDue => SimTime.MaxValue;

    /// <inheritdoc/>
    public override bool TryTakeDue(SimTime at, out ClientConnection? connection)
    {
        connection = null;
        if (_waiting.Count == 0 || !_free.TryPop(out connection)) return false;
        Begin(connection, _waiting.Dequeue(), at);
        return true;
    }

    /// <inheritdoc/>
    public override bool Freed(ClientConnection connection, SimTime at)
    {
        ArgumentNullException.ThrowIfNull(connection);
        Outstanding--;
        if (_waiting.TryDequeue(out var arrival))
        {
            Begin(connection, arrival, at);
            return true;
        }

        _free.Push(connection);
        return false;
    }

    /// <summary>The balancer has chosen this replica for a request.</summary>
    internal void Give(Arrival arrival)
    {
        Outstanding++;
        _waiting.Enqueue(arrival);
        if (_waiting.Count > OverloadException.MostWaiting) throw new OverloadException(arrival.At);
    }

    private static void Begin(ClientConnection connection, Arrival arrival, SimTime at)
    {
        connection.Request.Begin(arrival.At, arrival.RequestBytes, arrival.Service, LatencyComponent.ConnectionWait);
        connection.Request.Clock.Enter(LatencyComponent.Client, at);
    }
}
