using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>Open loop: requests start when they arrive, whatever became of the earlier ones, as soon as a connection is free.</summary>
public sealed class OpenLane : TrafficLane
{
    private readonly IArrivals _arrivals;
    private readonly List<ClientConnection> _connections;
    private readonly Func<int, ClientConnection>? _grow;
    private readonly Stack<ClientConnection> _free = new();
    private readonly Queue<Arrival> _waitingForAny = new();
    private readonly Queue<Arrival>[] _waitingForOne;
    private readonly bool[] _busy;
    private Arrival _next;
    private int _waiting;

    /// <summary>Creates a lane.</summary>
    /// <param name="arrivals">When requests start.</param>
    /// <param name="connections">Connections of this lane.</param>
    /// <param name="grow">Makes one more connection (its index is given) when none is free; <see langword="null"/> lets requests wait.</param>
    public OpenLane(IArrivals arrivals, IReadOnlyList<ClientConnection> connections, Func<int, ClientConnection>? grow)
    {
        ArgumentNullException.ThrowIfNull(arrivals);
        ArgumentNullException.ThrowIfNull(connections);
        _arrivals = arrivals;
        _grow = grow;
        _connections = [.. connections];
        _busy = new bool[connections.Count];
        _waitingForOne = new Queue<Arrival>[connections.Count];
        for (var i = 0; i < _waitingForOne.Length; i++) _waitingForOne[i] = new();
        for (var i = connections.Count - 1; i >= 0; i--) _free.Push(connections[i]);
        _next = arrivals.Next();
    }

    /// <inheritdoc/>
    public override SimTime NextDue => _next.At;

    /// <inheritdoc/>
    public override bool TryTakeDue(SimTime at, out ClientConnection? connection)
    {
        while (_next.At <= at)
        {
            var arrival = _next;
            _next = _arrivals.Next();
            connection = arrival.Connection >= 0 ? TakeOne(arrival) : TakeAny(arrival);
            if (connection is null) continue;
            Begin(connection, arrival);
            return true;
        }

        connection = null;
        return false;
    }

    /// <inheritdoc/>
    public override bool Freed(ClientConnection connection, SimTime at)
    {
        ArgumentNullException.ThrowIfNull(connection);
        var index = IndexOf(connection);
        if (index < _waitingForOne.Length && _waitingForOne[index].TryDequeue(out var own)) return Again(connection, own, at);
        if (_waitingForAny.TryDequeue(out var any)) return Again(connection, any, at);
        if (index < _busy.Length) _busy[index] = false;
        _free.Push(connection);
        return false;
    }

    private bool Again(ClientConnection connection, Arrival arrival, SimTime at)
    {
        _waiting--;
        connection.Request.Begin(arrival.At, arrival.RequestBytes, arrival.Service, LatencyComponent.ConnectionWait);
        connection.Request.Clock.Enter(LatencyComponent.Client, at);
        return true;
    }

    private static void Begin(ClientConnection connection, Arrival arrival) =>
        connection.Request.Begin(arrival.At, arrival.RequestBytes, arrival.Service, LatencyComponent.Client);

    private int IndexOf(ClientConnection connection) =>
        _connections.Count == 0 ? connection.Number : (connection.Number - _connections[0].Number) / Step;

    private int Step => _connections.Count > 1 ? _connections[1].Number - _connections[0].Number : 1;

    private void CountWaiting(Arrival arrival)
    {
        if (++_waiting > OverloadException.MostWaiting) throw new OverloadException(arrival.At);
    }

    private ClientConnection? TakeOne(Arrival arrival)
    {
        if (_busy[arrival.Connection])
        {
            _waitingForOne[arrival.Connection].Enqueue(arrival);
            CountWaiting(arrival);
            return null;
        }

        _busy[arrival.Connection] = true;
        return _connections[arrival.Connection];
    }

    private ClientConnection? TakeAny(Arrival arrival)
    {
        if (_free.TryPop(out var connection)) return connection;
        if (_grow is null)
        {
            _waitingForAny.Enqueue(arrival);
            CountWaiting(arrival);
            return null;
        }

        if (_connections.Count == OverloadException.MostWaiting) throw new OverloadException(arrival.At);
        connection = _grow(_connections.Count);
        _connections.Add(connection);
        return connection;
    }
}
