using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>A client's place for one request at a time: its end of a connection; for <c>tasks</c> servers, a customer without one.</summary>
public sealed class ClientConnection
{
    private readonly int _responseBytes;

    /// <summary>Creates the client side of a connection, or a customer without one.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="socket">Its socket; <see langword="null"/> for a customer of a <c>tasks</c> server.</param>
    /// <param name="responseBytes">Bytes of a response.</param>
    /// <param name="keepsAlive">Whether one connection serves all requests; if not, each request has a new one, between the same two sockets.</param>
    public ClientConnection(int number, TcpSocket? socket, int responseBytes, bool keepsAlive = true)
    {
        Number = number;
        Socket = socket;
        KeepsAlive = keepsAlive;
        _responseBytes = responseBytes;
        Request = new(responseBytes, closesConnection: !keepsAlive);
    }

    /// <summary>Number of the connection, from 0.</summary>
    public int Number { get; }

    /// <summary>Its socket; <see langword="null"/> for a customer of a <c>tasks</c> server.</summary>
    public TcpSocket? Socket { get; private set; }

    /// <summary>The one request that is under way on it, or was last.</summary>
    public Request Request { get; private set; }

    /// <summary>Whether the connection stays open between requests.</summary>
    public bool KeepsAlive { get; }

    /// <summary>Number of the request that has been sent and not answered; 0 for none. Only where clients give up.</summary>
    internal long AwaitedNumber { get; set; }

    /// <summary>Its registration with its thread's epoll instance; only of clients on the simulated machine.</summary>
    internal EpollItem? Item { get; set; }

    /// <summary>Whether a request has been sent and neither answered nor failed.</summary>
    internal bool IsAwaiting { get; set; }

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
        Request = new(_responseBytes, closesConnection: !KeepsAlive);
    }
}
