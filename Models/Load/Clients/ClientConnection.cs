using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>The client's end of a connection; for <c>tasks</c> servers, a customer without a connection.</summary>
public sealed class ClientConnection
{
    private readonly int _responseBytes;

    /// <summary>Creates the client side of a connection, or a customer without one.</summary>
    public ClientConnection(int number, TcpSocket? socket, int responseBytes)
    {
        Number = number;
        Socket = socket;
        _responseBytes = responseBytes;
        Request = new(responseBytes);
    }

    /// <summary>Number of the connection, from 0.</summary>
    public int Number { get; }

    /// <summary>Its socket; <see langword="null"/> for a customer of a <c>tasks</c> server.</summary>
    public TcpSocket? Socket { get; private set; }

    /// <summary>The one request that is under way on it, or was last.</summary>
    public Request Request { get; private set; }

    /// <summary>Number of the request that has been sent and not answered; 0 for none. Only where clients give up.</summary>
    internal long AwaitedNumber { get; set; }

    /// <summary>Its registration with its thread's epoll instance; only of clients on the simulated machine.</summary>
    internal EpollItem? Item { get; set; }

    /// <summary>The client has reset the connection and opens another: the old socket and request are left to whoever still holds them.</summary>
    internal void Renew(TcpSocket socket)
    {
        Socket = socket;
        Request = new(_responseBytes);
    }
}
