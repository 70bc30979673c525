using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>A server of kind <c>accept-threads</c>: each thread accepts a connection, serves its requests one after another, and accepts the next.</summary>
public sealed class AcceptServer
{
    /// <summary>How long a thread rests that gets no descriptor for a connection. Source: assumed; one that tried again at once would do so for ever.</summary>
    private static readonly SimDuration s_restWithoutDescriptor = SimDuration.FromMilliseconds(10);

    private readonly Host _host;
    private readonly NativeServer _server;
    private readonly Distribution _handlerTime;
    private readonly Listener[] _listeners;
    private readonly bool _lastFirst;
    private readonly ConnectionStreams _streams;

    /// <summary>A server; nothing runs before <see cref="Start"/>.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="server">Its threads.</param>
    /// <param name="port">Where clients connect to; nobody listens there yet.</param>
    /// <param name="listenerForEach">Whether each thread has a listening socket of its own (SO_REUSEPORT).</param>
    /// <param name="handlerTime">CPU time between reading a request and writing its response.</param>
    /// <param name="lastFirst">Whether the last thread starts first.</param>
    public AcceptServer(Host host, NativeServer server, ListeningPort port, bool listenerForEach, Distribution handlerTime, bool lastFirst)
    {
        ArgumentNullException.ThrowIfNull(server);
        ArgumentNullException.ThrowIfNull(port);
        (_host, _server, _handlerTime, _lastFirst) = (host, server, handlerTime, lastFirst);
        _streams = new(host.Simulation);
        _listeners = [.. Enumerable.Range(0, listenerForEach ? server.Threads : 1).Select(_ => port.Listen())];
    }

    /// <summary>Starts the server.</summary>
    public void Start() => _server.Start(Listen, Work, _lastFirst);

    private async Process Listen(KernelThread main)
    {
        foreach (var listener in _listeners)
        {
            main.CallKernel(_host.Costs.TcpSocketCall);
            main.TryOpen(listener);
        }

        await main.Settle();
    }

    private async Process Work(int number, KernelThread thread)
    {
        var listener = _listeners[number % _listeners.Length];
        while (true)
        {
            if (await listener.Accept(thread) is not { } connection)
            {
                await thread.BlockUntil(thread.LocalNow + s_restWithoutDescriptor);
                continue;
            }

            _server.Taken(number, thread.LocalNow - connection.QueuedAt);
            await Serve(thread, connection);
            thread.CallKernel(connection.CloseCost);
            await thread.Settle();
            thread.FreeDescriptor(connection);
            connection.Close(thread);
        }
    }

    private async Process Serve(KernelThread thread, TcpSocket connection)
    {
        while (await connection.WaitToRead(thread))
        {
            var request = (Request)connection.Receive();
            request.Clock.Enter(LatencyComponent.Running, thread.LocalNow);
            thread.CallKernel(connection.ReceiveCost(request));
            thread.Spend(_handlerTime.Sample(_streams.Of(connection.Number)));
            request.TurnIntoResponse();
            thread.CallKernel(connection.SendCost(request));
            await thread.Settle();
            var isLast = request.ClosesConnection;
            request.Clock.Enter(LatencyComponent.Client, thread.LocalNow);
            connection.Send(thread, request);
            if (isLast) return;
        }
    }
}
