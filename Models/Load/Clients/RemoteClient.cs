using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>Clients on other machines: they use no core of this one and add a round trip.</summary>
/// <remarks>
/// Infinitely fast: what a client does between a response and the next request is its think time alone. Without keep-alive a request
/// begins with a handshake of one round trip; the server has the connection in its accept queue when the client's part of it is over and the
/// third packet has arrived (tcp_v4_syn_recv_sock), with the request right behind. The client reads the response, then the end of file, and is free again.
/// </remarks>
public sealed class RemoteClient : IEventReceiver
{
    private const byte Due = 0;
    private const byte ResponseArrived = 1;
    private const byte Connect = 2;
    private const byte HandshakeOver = 3;
    private const byte EndArrived = 4;

    private readonly int _self;
    private readonly Host _host;
    private readonly Listener _listener;
    private readonly LoadRecorder _recorder;
    private readonly IReadOnlyList<ClientConnection> _connections;
    private readonly TrafficLane _lane;
    private readonly SimDuration _roundTrip;
    private readonly SimDuration _oneWay;
    private readonly int _firstNumber;
    private readonly LaneAlarm _alarm;

    /// <summary>Creates the clients; <see cref="Start"/> connects them.</summary>
    public RemoteClient(Host host, Listener listener, LoadRecorder recorder, IReadOnlyList<ClientConnection> connections, TrafficLane lane, SimDuration roundTrip)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(connections);
        _host = host;
        _listener = listener;
        _recorder = recorder;
        _connections = connections;
        _lane = lane;
        _roundTrip = roundTrip;
        _oneWay = roundTrip / 2;
        _firstNumber = connections.Count > 0 ? connections[0].Number : 0;
        _self = host.Simulation.Register(this);
        _alarm = new(host.Simulation, _self, Due);
        foreach (var connection in connections)
        {
            connection.Socket!.Outside = OnSent;
            if (!connection.KeepsAlive) connection.Socket.OutsideEnded = OnClosed;
        }
    }

    /// <inheritdoc/>
    public string Name => "remote-client";

    /// <summary>Connects everything at once where connections are kept, then follows the lane.</summary>
    public void Start()
    {
        if (_connections is [{ KeepsAlive: false }, ..]) _alarm.Set(_lane.NextDue);
        else _host.Simulation.ScheduleAfter(_oneWay, _self, Connect);
    }

    /// <inheritdoc/>
    public string CodeName(byte code) => code switch
    {
        Due => "due",
        ResponseArrived => "response-arrived",
        Connect => "connect",
        HandshakeOver => "handshake-over",
        EndArrived => "end-arrived",
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        switch (occurrence.Code)
        {
            case Due: if (_alarm.Rings(in occurrence)) OnDue(); break;
            case ResponseArrived: OnResponse(_connections[occurrence.Subject]); break;
            case Connect: OnConnect(); break;
            case HandshakeOver: OnHandshakeOver(_connections[occurrence.Subject].Socket!.Peer); break;
            case EndArrived: OnEnd(_connections[occurrence.Subject]); break;
            default: throw new InvalidOperationException($"{Name} got event code {occurrence.Code}.");
        }
    }

    private void OnConnect()
    {
        for (var i = 0; i < _connections.Count; i++)
        {
            _listener.ConnectedFromOutside(_connections[i].Socket!.Peer, _host.Cores[i % _host.Cores.Count]);
        }

        OnDue();
    }

    private void OnDue()
    {
        while (_lane.TryTakeDue(_host.Simulation.Now, out var connection)) Send(connection!);
        _alarm.Set(_lane.NextDue);
    }

    private void OnSent(TcpSocket socket, IMessage response)
    {
        response.Clock.Enter(LatencyComponent.Network, _host.Simulation.Now);
        var index = socket.Number - _firstNumber;
        _connections[index].IsResponseUnderWay = true;
        _host.Simulation.ScheduleAfter(_oneWay, _self, ResponseArrived, index);
    }

    private void OnClosed(TcpSocket socket, SimDuration owed) => _host.Simulation.ScheduleAfter(owed + _oneWay, _self, EndArrived, socket.Number - _firstNumber);

    private void OnHandshakeOver(TcpSocket serverEnd) => _listener.ConnectedFromOutside(serverEnd, _host.Cores[serverEnd.Number % _host.Cores.Count]);

    private void OnResponse(ClientConnection connection)
    {
        connection.IsResponseUnderWay = false;
        _recorder.Completed(connection.Request, _host.Simulation.Now);
        if (connection.KeepsAlive || connection.HasEnded) Free(connection);
    }

    /// <summary>The end of file is read behind the response, also when both arrive at one instant.</summary>
    private void OnEnd(ClientConnection connection)
    {
        connection.HasEnded = true;
        if (!connection.IsResponseUnderWay) Free(connection);
    }

    private void Free(ClientConnection connection)
    {
        if (_lane.Freed(connection, _host.Simulation.Now)) Send(connection);
        else _alarm.Set(_lane.NextDue);
    }

    private void Send(ClientConnection connection)
    {
        connection.Request.Clock.Enter(LatencyComponent.Network, _host.Simulation.Now);
        var serverEnd = connection.Socket!.Peer;
        var travel = _oneWay;
        if (!connection.KeepsAlive)
        {
            connection.HasEnded = false;
            serverEnd.Reopen();
            travel += _roundTrip;
            _recorder.Connected(_roundTrip);
            _host.Simulation.ScheduleAfter(travel, _self, HandshakeOver, connection.Number - _firstNumber);
        }

        serverEnd.DeliverAfter(travel, connection.Request);
    }
}
