using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>Clients on other machines: they use no core of this one and add a round trip.</summary>
/// <remarks>Infinitely fast: what a client does between a response and the next request is its think time alone.</remarks>
public sealed class RemoteClient : IEventReceiver
{
    private const byte Due = 0;
    private const byte ResponseArrived = 1;
    private const byte Connect = 2;
    private const byte Reconnect = 3;

    private readonly int _self;
    private readonly Host _host;
    private readonly Listener _listener;
    private readonly LoadRecorder _recorder;
    private readonly IReadOnlyList<ClientConnection> _connections;
    private readonly TrafficLane _lane;
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
        _oneWay = roundTrip / 2;
        _firstNumber = connections.Count > 0 ? connections[0].Number : 0;
        _self = host.Simulation.Register(this);
        _alarm = new(host.Simulation, _self, Due);
    }

    /// <inheritdoc/>
    public string Name => "remote-client";

    /// <summary>Connects everything at once, then follows the lane.</summary>
    public void Start() => _host.Simulation.ScheduleAfter(_oneWay, _self, Connect);

    /// <inheritdoc/>
    public string CodeName(byte code) => code switch
    {
        Due => "due",
        ResponseArrived => "response-arrived",
        Connect => "connect",
        Reconnect => "reconnect",
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
            default: throw new InvalidOperationException($"{Name} got event code {occurrence.Code}.");
        }
    }

    private void OnConnect()
    {
        for (var i = 0; i < _connections.Count; i++)
        {
            var socket = _connections[i].Socket!;
            socket.Outside = OnSent;
            _listener.ConnectedFromOutside(socket.Peer, _host.Cores[i % _host.Cores.Count]);
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

    /// <summary>The connection is reset and opened anew, a round trip later.</summary>
    private void GiveUp(ClientConnection connection)
    {
        _recorder.GivenUp();
        connection.Socket!.Peer.ResetFromOutside();
        connection.Renew(TcpSocket.Pair(_host, connection.Number).Client);
        connection.Socket.Outside = OnSent;
        _host.Simulation.ScheduleAfter(_oneWay * 2, _self, Reconnect, connection.Number - _firstNumber);
    }

    private void OnReconnected(ClientConnection connection)
    {
        _listener.ConnectedFromOutside(connection.Socket!.Peer, _host.Cores[connection.Number % _host.Cores.Count]);
        if (_lane.Freed(connection, _host.Simulation.Now)) Send(connection);
        SetAlarm();
    }

    private void OnSent(TcpSocket socket, IMessage response)
    {
        if (!ReferenceEquals(_connections[socket.Number - _firstNumber].Socket, socket)) return; // its connection has been reset
        response.Clock.Enter(LatencyComponent.Network, _host.Simulation.Now);
        _host.Simulation.ScheduleAfter(_oneWay, _self, ResponseArrived, socket.Number - _firstNumber);
    }

    private void OnResponse(ClientConnection connection)
    {
        var now = _host.Simulation.Now;
        if (_unanswered is not null && connection.AwaitedNumber == 0) return; // given up while the answer was on its way; connecting anew takes longer than that
        connection.AwaitedNumber = 0;
        _recorder.Completed(connection.Request, now);
        if (_lane.Freed(connection, now)) Send(connection);
        else SetAlarm();
    }

    private void Send(ClientConnection connection)
    {
        connection.Request.Clock.Enter(LatencyComponent.Network, _host.Simulation.Now);
        connection.Socket!.Peer.DeliverAfter(_oneWay, connection.Request);
        if (_unanswered is null) return;
        _unanswered.Sent(connection, _host.Simulation.Now);
        SetAlarm();
    }
}
