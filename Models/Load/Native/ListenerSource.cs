using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>A listening socket: each signal is a connection that its client makes and closes; a thread accepts it, handles it and closes it.</summary>
public sealed class ListenerSource : WatchedSource, IOutsideEnd
{
    private readonly Host _host;
    private readonly ListeningPort _port;
    private readonly Listener _listener;
    private readonly Queue<TcpSocket> _closed = new();
    private readonly Queue<TcpSocket> _closedOutside = new();
    private int _connections;

    /// <summary>socket, bind, listen.</summary>
    public ListenerSource(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        _port = new(host);
        _listener = _port.Listen();
    }

    /// <inheritdoc/>
    public override Pollable Descriptor => _listener;

    /// <inheritdoc/>
    public override bool HoldsSeveral => true;

    /// <inheritdoc/>
    public void Answered(TcpSocket end)
    {
    }

    /// <inheritdoc/>
    public void Unreachable(TcpSocket end)
    {
    }

    /// <inheritdoc/>
    public void Sent(TcpSocket end, IMessage message)
    {
    }

    /// <inheritdoc/>
    public void Ended(TcpSocket end, SimDuration owed)
    {
        ArgumentNullException.ThrowIfNull(end);
        end.Peer.EndAfter(owed);
    }

    internal override void SignalFrom(KernelThread producer, Request request)
    {
        var client = Next(_closed) ?? TcpSocket.LoopbackPair(_host, _connections++).Client;
        if (!client.TryPickPort(producer, _port)) return; // EADDRNOTAVAIL: counted by the network
        producer.CallKernel(client.ConnectCost);
        var readyAt = producer.LocalNow;
        client.Connect(producer, _port);
        if (client.IsConnected) Add(request, readyAt);
        producer.CallKernel(client.CloseCost);
        client.Close(producer);
    }

    internal override void SignalFromOutside(Core interrupted, Request request)
    {
        var client = Next(_closedOutside) ?? TcpSocket.Pair(_host, _connections++).Client;
        client.Outside = this;
        Add(request, _host.Simulation.Now);
        client.EstablishFromOutside(_port, SimDuration.Zero);
    }

    internal override void Read(KernelThread thread, List<Signal> taken)
    {
        if (!_listener.TryAccept(thread, out var accepted))
        {
            thread.CallKernel(_host.Costs.TcpReceiveAgain);
            thread.Account.CountSpuriousEvent();
            return;
        }

        thread.CallKernel(_host.Costs.TcpAccept);
        thread.TryOpen(accepted!);
        TakeOne(taken, accepted);
    }

    internal override void Close(KernelThread thread, TcpSocket connection)
    {
        thread.CallKernel(connection.CloseCost);
        thread.FreeDescriptor(connection);
        connection.Close(thread);
        (connection.Peer.Outside is null ? _closed : _closedOutside).Enqueue(connection.Peer);
    }

    // A pair serves another connection once nothing of the one before is left.
    private static TcpSocket? Next(Queue<TcpSocket> closed) => closed.TryPeek(out var oldest) && oldest.IsOver ? closed.Dequeue() : null;
}
