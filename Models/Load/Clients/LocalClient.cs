using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>A load generator on the simulated machine: threads with an epoll instance each, like wrk. It competes for cores.</summary>
public sealed class LocalClient
{
    private readonly Host _host;
    private readonly Listener _listener;
    private readonly ClientCosts _costs;
    private readonly LoadRecorder _recorder;
    private readonly bool _givesUp;

    /// <summary>Creates a generator; nothing runs before <see cref="Start"/>.</summary>
    /// <param name="host">The simulated machine.</param>
    /// <param name="listener">The server's socket.</param>
    /// <param name="costs">What its own code costs.</param>
    /// <param name="recorder">Counts what it sees.</param>
    /// <param name="givesUp">Whether it resets a connection on which no answer comes; false where none can fail to come.</param>
    public LocalClient(Host host, Listener listener, ClientCosts costs, LoadRecorder recorder, bool givesUp)
    {
        _host = host;
        _listener = listener;
        _costs = costs;
        _recorder = recorder;
        _givesUp = givesUp;
    }

    /// <summary>CPU time and system calls of the generator.</summary>
    public ProcessAccount Account { get; } = new();

    /// <summary>Starts a thread that connects, then drives one lane over its connections.</summary>
    public void Start(string name, CpuSet allowed, IReadOnlyList<ClientConnection> connections, Func<TrafficLane> lane) =>
        _host.NewThread(name, Account, allowed).Start(thread => Run(thread, connections, lane), SimDuration.Zero, near: null);

    private async Process Run(KernelThread thread, IReadOnlyList<ClientConnection> connections, Func<TrafficLane> makeLane)
    {
        var epoll = new EpollInstance(_host, Account);
        var timer = new TimerFd(_host, thread);
        epoll.Add(thread, new(timer, timer, EpollTrigger.None));
        foreach (var connection in connections)
        {
            if (connection.KeepsAlive) await Connect(thread, epoll, connection);
        }

        var lane = makeLane();
        var unanswered = _givesUp ? new UnansweredRequests() : null;
        var events = new EpollEvent[connections.Count + 1];
        var armedFor = SimTime.MaxValue;
        while (true)
        {
            while (lane.TryTakeDue(thread.LocalNow, out var due)) await Send(thread, epoll, due!, unanswered);
            while (unanswered is not null && unanswered.TryTakeDue(thread.LocalNow, out var hung))
            {
                await Reopen(thread, epoll, hung!);
                if (lane.Freed(hung!, thread.LocalNow)) await Send(thread, epoll, hung!, unanswered);
            }

            var next = unanswered is null ? lane.NextDue : SimTime.Min(lane.NextDue, unanswered.NextDue);
            if (next != armedFor && next != SimTime.MaxValue)
            {
                timer.Arm(thread, next);
                armedFor = next;
            }

            var count = await epoll.Wait(thread, events, SimTime.MaxValue);
            for (var i = 0; i < count; i++)
            {
                if (events[i].Item.Tag is not ClientConnection connection)
                {
                    timer.Disarm(thread);
                    armedFor = SimTime.MaxValue;
                    continue;
                }

                var isFree = connection.Socket!.HasMessage && connection.KeepsAlive; // if not, there may be only room to write: the event that ADD brings
                if (connection.Socket.HasMessage) Receive(thread, connection);
                if (TryClose(thread, epoll, connection)) isFree |= !connection.KeepsAlive || connection.IsAwaiting;
                if (!isFree) continue;
                if (connection.IsAwaiting) Fail(connection);
                if (lane.Freed(connection, thread.LocalNow)) await Send(thread, epoll, connection, unanswered);
            }
        }
    }

    private async Process Connect(KernelThread thread, EpollInstance epoll, ClientConnection connection)
    {
        thread.SpendInKernel(_host.Costs.Syscall + _host.Costs.TcpConnect);
        await thread.Settle();
        Account.OpenDescriptor();
        connection.Socket!.Reopen();
        _listener.Connected(thread, connection.Socket.Peer);
        epoll.Add(thread, connection.Item ??= new(connection.Socket, connection));
    }

    private void Receive(KernelThread thread, ClientConnection connection)
    {
        var response = connection.Socket!.Receive();
        thread.SpendInKernel(connection.Socket.ReceiveCost(response));
        thread.Spend(_costs.Request);
        connection.AwaitedNumber = 0;
        connection.IsAwaiting = false;
        _recorder.Completed(connection.Request, thread.LocalNow);
    }

    /// <summary>The end of file has come instead of a response.</summary>
    private void Fail(ClientConnection connection)
    {
        connection.IsAwaiting = false;
        _recorder.Failed();
    }

    /// <summary>At the end of file, which the client reads like anything else, it closes its end too.</summary>
    /// <returns>Whether the end has been reached.</returns>
    private bool TryClose(KernelThread thread, EpollInstance epoll, ClientConnection connection)
    {
        if (!connection.Socket!.HasEnded) return false;
        thread.SpendInKernel(_host.Costs.Syscall + _host.Costs.TcpReceive);
        epoll.Remove(thread, connection.Item!);
        thread.SpendInKernel(_host.Costs.Syscall);
        connection.AwaitedNumber = 0;
        Account.CloseDescriptor();
        connection.Socket.Close(thread);
        return true;
    }

    /// <summary>No answer has come: resets the connection and opens it anew, at once where it is kept.</summary>
    private async Process Reopen(KernelThread thread, EpollInstance epoll, ClientConnection connection)
    {
        _recorder.GivenUp();
        epoll.Remove(thread, connection.Item!);
        thread.SpendInKernel(_host.Costs.Syscall);
        await thread.Settle();
        connection.Socket!.Reset(thread);
        Account.CloseDescriptor();
        connection.Renew(TcpSocket.Pair(_host, connection.Number).Client);
        if (connection.KeepsAlive) await Connect(thread, epoll, connection);
    }

    private async Process Send(KernelThread thread, EpollInstance epoll, ClientConnection connection, UnansweredRequests? unanswered)
    {
        if (!connection.KeepsAlive || connection.Socket!.IsClosed)
        {
            connection.Request.IsFirst();
            var begin = thread.LocalNow;
            await Connect(thread, epoll, connection);
            _recorder.Connected(thread.LocalNow - begin);
        }

        thread.SpendInKernel(connection.Socket!.SendCost(connection.Request));
        await thread.Settle();
        connection.IsAwaiting = true;
        connection.Socket.Send(thread, connection.Request);
        unanswered?.Sent(connection, thread.LocalNow);
    }
}
