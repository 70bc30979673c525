using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>A client's place for one request at a time: its end of a connection; for <c>tasks</c> servers, a customer without one.</summary>
public sealed class ClientConnection
{
    /// <summary>Creates the client side of a connection, or a customer without one.</summary>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="socket">Its socket; <see langword="null"/> for a customer of a <c>tasks</c> server.</param>
    /// <param name="responseBytes">Bytes of a response.</param>
    /// <param name="keepsAlive">Whether one connection serves all requests; if not, each request has a new one, between the same two sockets.</param>
    public ClientConnection(int number, TcpSocket? socket, int responseBytes, bool keepsAlive = true)
    {
        Number = number;
        Socket = socket;
        Request = new(responseBytes, closesConnection: !keepsAlive);
    }

    /// <summary>Number of the connection, from 0.</summary>
    public int Number { get; }

    /// <summary>Its socket; <see langword="null"/> for a customer of a <c>tasks</c> server.</summary>
    public TcpSocket? Socket { get; }

    /// <summary>The one request that is under way on it, or was last.</summary>
    public Request Request { get; }

    /// <summary>Whether the connection stays open between requests.</summary>
    public bool KeepsAlive => !Request.ClosesConnection;

    /// <summary>The registration with the epoll instance of a client on the machine; <see langword="null"/> before the first.</summary>
    internal EpollItem? Item { get; set; }

    /// <summary>Whether a response travels to a client on another machine.</summary>
    internal bool IsResponseUnderWay { get; set; }

    /// <summary>Whether a client on another machine has seen the end of file.</summary>
    internal bool HasEnded { get; set; }
}
