using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>Clients on other machines: they use no core of this one and add a round trip.</summary>
/// <remarks>
/// Infinitely fast: what a client does between a response and the next request is its think time alone. Without keep-alive a request
/// begins with a handshake of one round trip; the server has the connection in its accept queue when the client's part of it is over and the
/// third packet has arrived (tcp_check_req), with the request right behind. The client reads the response, then the end of file, closes its end and is free again; or,
/// where clients close first, it closes behind the response. There are as many client machines as are needed for the ports. Connections that are kept are opened in
/// waves, since a load generator that overflowed the accept queue would see nothing but repeated SYNs.
/// </remarks>
public sealed class RemoteClient : IEventReceiver, IOutsideEnd
{
    /// <summary>Kept connections that are opened at once. Source: assumed; a quarter of the usual accept queue.</summary>
    private const int Wave = 1000;

    private const byte Due = 0;
    private const byte ResponseArrived = 1;
    private const byte Connect = 2;
    private const byte Reconnect = 3;
    private const byte EndArrived = 4;

    /// <summary>Time between waves. Source: assumed; 200,000 connects a second, about as fast as a server accepts.</summary>
    private static readonly SimDuration s_betweenWaves = SimDuration.FromMilliseconds(5);

    private readonly int _self;
    private readonly Host _host;
    private readonly ListeningPort _server;
    private readonly LoadRecorder _recorder;
    private readonly IReadOnlyList<ClientConnection> _connections;
    private readonly TrafficLane _lane;
    private readonly SimDuration _roundTrip;
    private readonly SimDuration _oneWay;
    private readonly int _firstNumber;
    private readonly LaneAlarm _alarm;
    private readonly UnansweredRequests? _unanswered;
    private bool _isConnected;

    /// <summary>Creates the clients; <see cref="Start"/> connects them.</summary>
    /// <param name="host">The simulated machine.</param>
    /// <param name="server">Where they connect to.</param>
    /// <param name="recorder">Counts what the clients see.</param>
    /// <param name="connections">Their connections.</param>
    /// <param name="lane">When requests start.</param>
    /// <param name="roundTrip">From the clients to the simulated machine and back.</param>
    /// <param name="patience">After how long clients give up a request that has no answer; <see langword="null"/> for never.</param>
    public RemoteClient(Host host, ListeningPort server, LoadRecorder recorder, IReadOnlyList<ClientConnection> connections, TrafficLane lane, SimDuration roundTrip, SimDuration? patience)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(connections);
        _host = host;
        _server = server;
        _recorder = recorder;
        _connections = connections;
        _lane = lane;
        _unanswered = patience is { } wait ? new(wait) : null;
        _roundTrip = roundTrip;
        _oneWay = roundTrip / 2;
        _firstNumber = connections.Count > 0 ? connections[0].Number : 0;
        _self = host.Simulation.Register(this);
        _alarm = new(host.Simulation, _self, Due);
        foreach (var connection in connections) Attach(connection);
    }

    /// <inheritdoc/>
    public string Name => "remote-client";

    /// <summary>Sends what the lane has become due with by itself, as soon as the connections are there.</summary>
    public void SendDue()
    {
        if (_isConnected) OnDue();
    }

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
            case Connect: OnConnect(occurrence.Subject); break;
            case Reconnect: OnReconnected(_connections[occurrence.Subject]); break;
            case EndArrived: OnEnd(_connections[occurrence.Subject]); break;
            default: throw new InvalidOperationException($"{Name} got event code {occurrence.Code}.");
        }
    }

    /// <inheritdoc/>
    public void Answered(TcpSocket end)
    {
        var connection = Of(end);
        if (connection is null) return;
        _recorder.Connected(_host.Simulation.Now + _oneWay - connection.ConnectBegan);
        end.Peer.DeliverAfter(_roundTrip, connection.Request);
    }

    /// <inheritdoc/>
    public void Unreachable(TcpSocket end)
    {
        var connection = Of(end);
        if (connection is null) return;
        connection.HasEnded = true;
        connection.IsAwaiting = false;
        connection.AwaitedNumber = 0;
        _recorder.Failed();
        Free(connection);
    }

    /// <inheritdoc/>
    public void Sent(TcpSocket end, IMessage message)
    {
        var connection = Of(end);
        if (connection is null) return;
        connection.IsResponseUnderWay = true;
        message.Clock.Enter(LatencyComponent.Network, _host.Simulation.Now);
        _host.Simulation.ScheduleAfter(_oneWay, _self, ResponseArrived, IndexOf(end));
    }

    /// <inheritdoc/>
    public void Ended(TcpSocket end, SimDuration owed)
    {
        if (Of(end) is not null) _host.Simulation.ScheduleAfter(owed + _oneWay, _self, EndArrived, IndexOf(end));
    }

    private int IndexOf(TcpSocket end) => end.Number - _firstNumber;

    /// <summary>Whose socket it is; <see langword="null"/> for one that the client has left behind.</summary>
    private ClientConnection? Of(TcpSocket end)
    {
        var connection = _connections[IndexOf(end)];
        return ReferenceEquals(connection.Socket, end) ? connection : null;
    }

    private void Attach(ClientConnection connection) => connection.Socket!.Outside = this;

    private void OnConnect(int first)
    {
        var next = Math.Min(first + Wave, _connections.Count);
        for (var i = first; i < next; i++) _connections[i].Socket!.EstablishFromOutside(_server, _roundTrip);
        if (next < _connections.Count)
        {
            _host.Simulation.ScheduleAfter(s_betweenWaves, _self, Connect, next);
            return;
        }

        _isConnected = true;
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
            connection.Socket!.EstablishFromOutside(_server, _roundTrip);
        }

        Free(connection);
    }

    private void OnResponse(ClientConnection connection)
    {
        connection.IsResponseUnderWay = false;
        if (_unanswered is not null && connection.AwaitedNumber == 0) return; // given up while the answer was on its way; connecting anew takes longer than that
        connection.AwaitedNumber = 0;
        connection.IsAwaiting = false;
        _recorder.Completed(connection.Request, _host.Simulation.Now);
        if (connection.ClosesFirst && !connection.HasEnded) CloseFirst(connection);
        if (connection.KeepsAlive || connection.HasEnded) Free(connection);
    }

    private void CloseFirst(ClientConnection connection)
    {
        connection.Socket!.Peer.EndAfter(_oneWay);
        connection.LeaveToServer(_host);
        Attach(connection);
        connection.HasEnded = true;
    }

    /// <summary>
    /// The end of file is read behind the response, also when both arrive at one instant. Without a response the request has failed, though it may still be on its
    /// way to a server that reads no more; and a connection that was kept for the next request is made anew for it.
    /// </summary>
    private void OnEnd(ClientConnection connection)
    {
        if (connection.HasEnded) return; // given up meanwhile
        if (connection.Socket!.Peer is { IsClosed: false, IsReset: false }) return; // given up, and connected anew since
        connection.HasEnded = true;
        connection.Socket.Peer.EndAfter(_oneWay);
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
        connection.IsAwaiting = true;
        if (!connection.KeepsAlive || connection.HasEnded) BeginHandshake(connection);
        else connection.Socket!.Peer.DeliverAfter(_oneWay, connection.Request);
        if (_unanswered is null) return;
        _unanswered.Sent(connection, _host.Simulation.Now);
        SetAlarm();
    }

    private void BeginHandshake(ClientConnection connection)
    {
        connection.HasEnded = false;
        connection.Request.IsFirst();
        connection.ConnectBegan = _host.Simulation.Now;
        connection.Socket!.ConnectFromOutside(_server, _roundTrip);
    }
}
