using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>One thread of a load generator on the simulated machine: an event loop over its connections.</summary>
internal sealed class LocalClientThread
{
    /// <summary>How long a place rests when it gets no port. Source: assumed; one that tried again at once would search all ports for ever.</summary>
    private static readonly SimDuration s_restWithoutPort = SimDuration.FromMilliseconds(10);

    private readonly Host _host;
    private readonly KernelThread _thread;
    private readonly ListeningPort _server;
    private readonly ClientCosts _costs;
    private readonly LoadRecorder _recorder;
    private readonly UnansweredRequests? _unanswered;
    private readonly EpollInstance _epoll;
    private readonly TimerFd _timer;
    private readonly Queue<(ClientConnection Connection, SimTime Until)> _resting = new();
    private TrafficLane _lane = null!;
    private SimTime _armedFor = SimTime.MaxValue;

    /// <summary>A thread that is about to start.</summary>
    /// <param name="host">The simulated machine.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="server">Where it connects to.</param>
    /// <param name="costs">What its own code costs.</param>
    /// <param name="recorder">Counts what it sees.</param>
    /// <param name="unanswered">Lets it give up; <see langword="null"/> for never.</param>
    internal LocalClientThread(Host host, KernelThread thread, ListeningPort server, ClientCosts costs, LoadRecorder recorder, UnansweredRequests? unanswered)
    {
        _host = host;
        _thread = thread;
        _server = server;
        _costs = costs;
        _recorder = recorder;
        _unanswered = unanswered;
        _epoll = new(host, thread.Account);
        _timer = new(host, thread);
    }

    private SimTime NextDue
    {
        get
        {
            var next = _unanswered is null ? _lane.NextDue : SimTime.Min(_lane.NextDue, _unanswered.NextDue);
            return _resting.TryPeek(out var first) ? SimTime.Min(next, first.Until) : next;
        }
    }

    /// <summary>Connects, then drives a lane.</summary>
    internal async Process Run(IReadOnlyList<ClientConnection> connections, Func<TrafficLane> makeLane)
    {
        _epoll.Add(_thread, new(_timer, _timer, EpollTrigger.None));
        foreach (var connection in connections)
        {
            if (connection.KeepsAlive) await Connect(connection);
        }

        _lane = makeLane();
        var events = new EpollEvent[connections.Count + 1];
        while (true)
        {
            while (_lane.TryTakeDue(_thread.LocalNow, out var due)) await Send(due!);
            while (_resting.TryPeek(out var first) && first.Until <= _thread.LocalNow) await Free(_resting.Dequeue().Connection);
            while (_unanswered is not null && _unanswered.TryTakeDue(_thread.LocalNow, out var hung))
            {
                await Reopen(hung!);
                await Free(hung!);
            }

            var next = NextDue;
            if (next != _armedFor && next != SimTime.MaxValue)
            {
                _timer.Arm(_thread, next);
                _armedFor = next;
            }

            var count = await _epoll.Wait(_thread, events, SimTime.MaxValue);
            for (var i = 0; i < count; i++)
            {
                if (events[i].Item.Tag is not ClientConnection connection)
                {
                    _timer.Disarm(_thread);
                    _armedFor = SimTime.MaxValue;
                    continue;
                }

                if (connection.SendsWhenConnected && connection.Socket!.IsConnected && !connection.Socket.HasEnded) await Send(connection);
                var isFree = connection.Socket!.HasMessage && (connection.KeepsAlive || connection.ClosesFirst); // if not, there may be only room to write: the event that ADD brings
                if (connection.Socket.HasMessage) Receive(connection);
                if (connection.Socket.HasEnded)
                {
                    await CloseAtEnd(connection);
                    isFree |= !connection.KeepsAlive || connection.IsAwaiting;
                }
                else if (isFree && connection.ClosesFirst)
                {
                    await Close(connection);
                    connection.LeaveToServer(_host);
                }

                if (!isFree) continue;
                if (connection.IsAwaiting) Fail(connection);
                if (_lane.Freed(connection, _thread.LocalNow)) await Send(connection);
            }
        }
    }

    private async Process Free(ClientConnection connection)
    {
        if (_lane.Freed(connection, _thread.LocalNow)) await Send(connection);
    }

    /// <summary>socket, connect and the registration with epoll.</summary>
    /// <returns>Whether there was a port. The handshake may still be under way then: the socket can be written to when it is over.</returns>
    private async Process<bool> Connect(ClientConnection connection)
    {
        var socket = connection.Socket!;
        var hasPort = socket.TryPickPort(_thread, _server);
        _thread.CallKernel(hasPort ? socket.ConnectCost : _host.Costs.TcpSocketCall + _host.Costs.Syscall);
        await _thread.Settle();
        if (!hasPort) return false;
        _thread.TryOpen(socket);
        socket.Connect(_thread, _server);
        _epoll.Add(_thread, connection.Item ??= new(socket, connection));
        return true;
    }

    private void Receive(ClientConnection connection)
    {
        var response = connection.Socket!.Receive();
        _thread.CallKernel(connection.Socket.ReceiveCost(response));
        _thread.Spend(_costs.Request);
        connection.AwaitedNumber = 0;
        connection.IsAwaiting = false;
        _recorder.Completed(connection.Request, _thread.LocalNow);
    }

    /// <summary>The end of file has come instead of a response, or there is no connection.</summary>
    private void Fail(ClientConnection connection)
    {
        connection.IsAwaiting = false;
        connection.SendsWhenConnected = false;
        _recorder.Failed();
    }

    /// <summary>At the end of file, which the client reads like anything else, it closes its end too.</summary>
    private Process CloseAtEnd(ClientConnection connection)
    {
        _thread.CallKernel(_host.Costs.TcpReceive);
        connection.AwaitedNumber = 0;
        return Close(connection);
    }

    private async Process Close(ClientConnection connection)
    {
        _epoll.Remove(_thread, connection.Item!);
        _thread.CallKernel(connection.Socket!.CloseCost);
        await _thread.Settle();
        _thread.FreeDescriptor(connection.Socket);
        connection.Socket.Close(_thread);
    }

    /// <summary>No answer has come: resets the connection and opens it anew, at once where it is kept.</summary>
    private async Process Reopen(ClientConnection connection)
    {
        _recorder.GivenUp();
        _epoll.Remove(_thread, connection.Item!);
        _thread.CallKernel(connection.Socket!.CloseCost);
        await _thread.Settle();
        _thread.FreeDescriptor(connection.Socket);
        connection.Socket.Reset(_thread);
        connection.Renew(TcpSocket.Pair(_host, connection.Number).Client);
        if (connection.KeepsAlive) await Connect(connection);
    }

    /// <summary>Sends the request, connecting first where that is needed. One method for both, since this is the path of every request.</summary>
    private async Process Send(ClientConnection connection)
    {
        connection.IsAwaiting = true;
        if ((!connection.KeepsAlive && !connection.SendsWhenConnected) || connection.Socket!.IsClosed)
        {
            connection.Request.IsFirst();
            connection.ConnectBegan = _thread.LocalNow;
            if (!await Connect(connection))
            {
                Fail(connection);
                _resting.Enqueue((connection, _thread.LocalNow + s_restWithoutPort));
                return;
            }
        }

        var socket = connection.Socket!;
        connection.SendsWhenConnected = !socket.IsConnected;
        if (connection.SendsWhenConnected) return;
        if (connection.ConnectBegan != SimTime.MaxValue) _recorder.Connected(_thread.LocalNow - connection.ConnectBegan);
        connection.ConnectBegan = SimTime.MaxValue;
        _thread.CallKernel(socket.SendCost(connection.Request));
        await _thread.Settle();
        socket.Send(_thread, connection.Request);
        _unanswered?.Sent(connection, _thread.LocalNow);
    }
}
