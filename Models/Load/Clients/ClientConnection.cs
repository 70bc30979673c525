using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>A client's place for one request at a time: its end of a connection; for <c>tasks</c> servers, a customer without one.</summary>
public sealed class ClientConnection
{
    private readonly int _responseBytes;
    private readonly bool _keepsSteps;
    private readonly Queue<(TcpSocket Socket, EpollItem? Item)> _leftToServer = new(0);

    /// <summary>Creates the client side of a connection, or a customer without one.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="socket">Its socket; <see langword="null"/> for a customer of a <c>tasks</c> server.</param>
    /// <param name="responseBytes">Bytes of a response.</param>
    /// <param name="keepsAlive">Whether one connection serves all requests; if not, each request has a new one.</param>
    /// <param name="closesFirst">Whether the client, not the server, closes a connection that is not kept.</param>
    public ClientConnection(int number, TcpSocket? socket, int responseBytes, bool keepsAlive = true, bool closesFirst = false)
    {
        Number = number;
        Socket = socket;
        KeepsAlive = keepsAlive;
        ClosesFirst = closesFirst;
        _responseBytes = responseBytes;
        Request = NewRequest();
    }

    /// <summary>Number of the connection, from 0.</summary>
    public int Number { get; }

    /// <summary>Its socket; <see langword="null"/> for a customer of a <c>tasks</c> server.</summary>
    public TcpSocket? Socket { get; private set; }

    /// <summary>The one request that is under way on it, or was last.</summary>
    public Request Request { get; private set; }

    /// <summary>Whether the connection stays open between requests.</summary>
    public bool KeepsAlive { get; }

    /// <summary>Whether the client closes the connection when it has its response, before the server does.</summary>
    public bool ClosesFirst { get; }

    /// <summary>Whether requests write down step by step where their time goes, for a <see cref="RequestSampler"/>.</summary>
    public bool KeepsSteps
    {
        get => _keepsSteps;
        init
        {
            _keepsSteps = value;
            Request = NewRequest();
        }
    }

    /// <summary>Number of the request that has been sent and not answered; 0 for none. Only where clients give up.</summary>
    internal long AwaitedNumber { get; set; }

    /// <summary>Its registration with its thread's epoll instance; only of clients on the simulated machine.</summary>
    internal EpollItem? Item { get; set; }

    /// <summary>Whether a request is under way and neither answered nor failed.</summary>
    internal bool IsAwaiting { get; set; }

    /// <summary>Whether the request has to wait until the connection is made.</summary>
    internal bool SendsWhenConnected { get; set; }

    /// <summary>When the connect for the present request began; never, if it needed none.</summary>
    internal SimTime ConnectBegan { get; set; } = SimTime.MaxValue;

    /// <summary>Whether a response travels to a client on another machine.</summary>
    internal bool IsResponseUnderWay { get; set; }

    /// <summary>Whether a client on another machine is through with the connection: it has read the end of file, or given up.</summary>
    internal bool HasEnded { get; set; }

    /// <summary>The client has reset the connection and opens another: the old socket and request are left to whoever still holds them.</summary>
    internal void Renew(TcpSocket socket)
    {
        Socket = socket;
        Item = null;
        IsAwaiting = false;
        SendsWhenConnected = false;
        Request = NewRequest();
    }

    /// <summary>The client has closed the connection, which its server does not know yet: the next one is between two other sockets, those of an earlier one if both ends have closed it.</summary>
    internal void LeaveToServer(Host host)
    {
        _leftToServer.Enqueue((Socket!, Item));
        (Socket, Item) = _leftToServer.Peek().Socket.IsOver ? _leftToServer.Dequeue() : (TcpSocket.Pair(host, Number).Client, null);
    }

    private Request NewRequest()
    {
        var request = new Request(_responseBytes, closesConnection: !KeepsAlive && !ClosesFirst) { NeedsConnection = !KeepsAlive };
        if (_keepsSteps) request.Clock.Journal = new();
        return request;
    }
}
