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

    /// <summary>Creates a generator; nothing runs before <see cref="Start"/>.</summary>
    public LocalClient(Host host, Listener listener, ClientCosts costs, LoadRecorder recorder)
    {
        _host = host;
        _listener = listener;
        _costs = costs;
        _recorder = recorder;
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
        var events = new EpollEvent[connections.Count + 1];
        var armedFor = SimTime.MaxValue;
        while (true)
        {
            while (lane.TryTakeDue(thread.LocalNow, out var due)) await Send(thread, epoll, due!);

            var next = lane.NextDue;
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

                if (connection.Socket!.HasMessage)
                {
                    var response = connection.Socket.Receive();
                    thread.Spend(connection.Socket.ReceiveCost(response) + _costs.Request);
                    _recorder.Completed(connection.Request, thread.LocalNow);
                }
                else if (connection.KeepsAlive)
                {
                    continue; // only room to write: the event that ADD brings
                }

                if (!connection.KeepsAlive && !TryClose(thread, epoll, connection)) continue;
                if (lane.Freed(connection, thread.LocalNow)) await Send(thread, epoll, connection);
            }
        }
    }

    private async Process Connect(KernelThread thread, EpollInstance epoll, ClientConnection connection)
    {
        thread.Spend(_host.Costs.Syscall + _host.Costs.TcpConnect);
        await thread.Settle();
        Account.OpenDescriptor();
        connection.Socket!.Reopen();
        _listener.Connected(thread, connection.Socket.Peer);
        epoll.Add(thread, connection.Item ??= new(connection.Socket, connection));
    }

    /// <summary>At the end of file, which the client reads like anything else, it closes its end too.</summary>
    /// <returns>Whether the end has been reached.</returns>
    private bool TryClose(KernelThread thread, EpollInstance epoll, ClientConnection connection)
    {
        if (!connection.Socket!.HasEnded) return false;
        thread.Spend(_host.Costs.Syscall + _host.Costs.TcpReceive);
        epoll.Remove(thread, connection.Item!);
        thread.Spend(_host.Costs.Syscall);
        Account.CloseDescriptor();
        connection.Socket.Close(thread);
        return true;
    }

    private async Process Send(KernelThread thread, EpollInstance epoll, ClientConnection connection)
    {
        if (!connection.KeepsAlive)
        {
            var begin = thread.LocalNow;
            await Connect(thread, epoll, connection);
            _recorder.Connected(thread.LocalNow - begin);
        }

        thread.Spend(connection.Socket!.SendCost(connection.Request));
        await thread.Settle();
        connection.Socket.Send(thread, connection.Request);
    }
}
