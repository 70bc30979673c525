using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>Clients on other machines: they use no core of this one and add a round trip.</summary>
/// <remarks>
/// Infinitely fast: what a client does between a response and the next request is its think time alone. Without keep-alive a request
/// begins with a handshake of one round trip; the server has the connection in its accept queue when the client's part of it is over and the
/// third packet has arrived (tcp_check_req), with the request right behind. The client reads the response, then the end of file, and is free again.
/// </remarks>
public sealed class RemoteClient : IEventReceiver
{
    private const byte Due = 0;
    private const byte ResponseArrived = 1;
    private const byte Connect = 2;
    private const byte Reconnect = 3;
    private const byte HandshakeOver = 4;
    private const byte EndArrived = 5;

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
    private readonly UnansweredRequests? _unanswered;

    /// <summary>Creates the clients; <see cref="Start"/> connects them.</summary>
    /// <param name="host">The simulated machine.</param>
    /// <param name="listener">The server's socket.</param>
    /// <param name="recorder">Counts what the clients see.</param>
    /// <param name="connections">Their connections.</param>
    /// <param name="lane">When requests start.</param>
    /// <param name="roundTrip">From the clients to the simulated machine and back.</param>
    /// <param name="unanswered">Lets clients give up; <see langword="null"/> where no answer can fail to come.</param>
    public RemoteClient(Host host, Listener listener, LoadRecorder recorder, IReadOnlyList<ClientConnection> connections, TrafficLane lane, SimDuration roundTrip, UnansweredRequests? unanswered)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(connections);
        _host = host;
        _listener = listener;
        _recorder = recorder;
        _connections = connections;
        _lane = lane;
        _unanswered = unanswered;
        _roundTrip = roundTrip;
        _oneWay = roundTrip / 2;
        _firstNumber = connections.Count > 0 ? connections[0].Number : 0;
        _self = host.Simulation.Register(this);
        _alarm = new(host.Simulation, _self, Due);
        foreach (var connection in connections) Attach(connection);
    }

    /// <inheritdoc/>
    public string Name => "remote-client";

    /// <summary>Connects everything at once where connections are kept, then follows the lane.</summary>
    public void Start()
    {
        if (_connections is [{ KeepsAlive: false }, ..]) SetAlarm();
        else _host.Simulation.ScheduleAfter(_oneWay, _self, Connect);
    }

    /// <inheritdoc/>
    public string CodeName(byte code) => code switch
    {
        Due => "due",
        ResponseArrived => "response-arrived",
        Connect => "connect",
        Reconnect => "reconnect",
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
            case Reconnect: OnReconnected(_connections[occurrence.Subject]); break;
            case HandshakeOver: OnHandshakeOver(_connections[occurrence.Subject]); break;
            case EndArrived: OnEnd(_connections[occurrence.Subject]); break;
            default: throw new InvalidOperationException($"{Name} got event code {occurrence.Code}.");
        }
    }

    private void Attach(ClientConnection connection)
    {
        connection.Socket!.Outside = OnSent;
        connection.Socket.OutsideEnded = OnClosed;
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
        while (_unanswered is not null && _unanswered.TryTakeDue(_host.Simulation.Now, out var hung)) GiveUp(hung!);
        SetAlarm();
    }

    private void SetAlarm() => _alarm.Set(_unanswered is null ? _lane.NextDue : SimTime.Min(_lane.NextDue, _unanswered.NextDue));

    /// <summary>No answer has come: the connection is reset.</summary>
    private void GiveUp(ClientConnection connection)
    {
        _recorder.GivenUp();
        connection.Socket!.Peer.ResetFromOutside();
        Renew(connection);
    }

    /// <summary>A round trip later the connection is open anew, or, where each request has its own, the next request begins.</summary>
    private void Renew(ClientConnection connection)
    {
        connection.Renew(TcpSocket.Pair(_host, connection.Number).Client);
        connection.HasEnded = true;
        Attach(connection);
        _host.Simulation.ScheduleAfter(_oneWay * 2, _self, Reconnect, connection.Number - _firstNumber);
    }

    private void OnReconnected(ClientConnection connection)
    {
        if (connection.KeepsAlive)
        {
            connection.HasEnded = false;
            OnHandshakeOver(connection);
        }

        Free(connection);
    }

    private void OnHandshakeOver(ClientConnection connection) =>
        _listener.ConnectedFromOutside(connection.Socket!.Peer, _host.Cores[connection.Number % _host.Cores.Count]);

    private void OnSent(TcpSocket socket, IMessage response)
    {
        var index = socket.Number - _firstNumber;
        if (!ReferenceEquals(_connections[index].Socket, socket)) return; // its connection has been reset
        _connections[index].IsResponseUnderWay = true;
        response.Clock.Enter(LatencyComponent.Network, _host.Simulation.Now);
        _host.Simulation.ScheduleAfter(_oneWay, _self, ResponseArrived, index);
    }

    private void OnClosed(TcpSocket socket, SimDuration owed)
    {
        var index = socket.Number - _firstNumber;
        if (ReferenceEquals(_connections[index].Socket, socket)) _host.Simulation.ScheduleAfter(owed + _oneWay, _self, EndArrived, index);
    }

    private void OnResponse(ClientConnection connection)
    {
        connection.IsResponseUnderWay = false;
        if (_unanswered is not null && connection.AwaitedNumber == 0) return; // given up while the answer was on its way; connecting anew takes longer than that
        connection.AwaitedNumber = 0;
        connection.IsAwaiting = false;
        _recorder.Completed(connection.Request, _host.Simulation.Now);
        if (connection.KeepsAlive || connection.HasEnded) Free(connection);
    }

    /// <summary>
    /// The end of file is read behind the response, also when both arrive at one instant. Without a response the request has failed, though it may still be on its
    /// way to a server that reads no more; and a connection that was kept for the next request is made anew for it.
    /// </summary>
    private void OnEnd(ClientConnection connection)
    {
        if (connection.HasEnded) return; // given up meanwhile
        connection.HasEnded = true;
        if (connection.IsResponseUnderWay) return;
        connection.AwaitedNumber = 0;
        if (connection.IsAwaiting)
        {
            _recorder.Failed();
            Renew(connection);
        }
        else if (!connection.KeepsAlive)
        {
            Free(connection);
        }
    }

    private void Free(ClientConnection connection)
    {
        if (_lane.Freed(connection, _host.Simulation.Now)) Send(connection);
        else SetAlarm();
    }

    private void Send(ClientConnection connection)
    {
        connection.Request.Clock.Enter(LatencyComponent.Network, _host.Simulation.Now);
        var connects = !connection.KeepsAlive || connection.HasEnded;
        var travel = connects ? _roundTrip + _oneWay : _oneWay;
        if (connects) BeginHandshake(connection, travel);
        connection.IsAwaiting = true;
        connection.Socket!.Peer.DeliverAfter(travel, connection.Request);
        if (_unanswered is null) return;
        _unanswered.Sent(connection, _host.Simulation.Now);
        SetAlarm();
    }

    private void BeginHandshake(ClientConnection connection, SimDuration untilOver)
    {
        connection.HasEnded = false;
        connection.Request.IsFirst();
        connection.Socket!.Reopen();
        _recorder.Connected(_roundTrip);
        _host.Simulation.ScheduleAfter(untilOver, _self, HandshakeOver, connection.Number - _firstNumber);
    }
}
