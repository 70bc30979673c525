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

    private readonly int _self;
    private readonly Host _host;
    private readonly Listener _listener;
    private readonly LoadRecorder _recorder;
    private readonly IReadOnlyList<ClientConnection> _connections;
    private readonly TrafficLane _lane;
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
        _alarm.Set(_lane.NextDue);
    }

    private void OnSent(TcpSocket socket, IMessage response)
    {
        response.Clock.Enter(LatencyComponent.Network, _host.Simulation.Now);
        _host.Simulation.ScheduleAfter(_oneWay, _self, ResponseArrived, socket.Number - _firstNumber);
    }

    private void OnResponse(ClientConnection connection)
    {
        var now = _host.Simulation.Now;
        _recorder.Completed(connection.Request, now);
        if (_lane.Freed(connection, now)) Send(connection);
        else _alarm.Set(_lane.NextDue);
    }

    private void Send(ClientConnection connection)
    {
        connection.Request.Clock.Enter(LatencyComponent.Network, _host.Simulation.Now);
        connection.Socket!.Peer.DeliverAfter(_oneWay, connection.Request);
    }
}
