using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>The client's end of a connection; for <c>tasks</c> servers, a customer without a connection.</summary>
public sealed class ClientConnection
{
    /// <summary>Creates the client side of a connection, or a customer without one.</summary>
    public ClientConnection(int number, TcpSocket? socket, int responseBytes)
    {
        Number = number;
        Socket = socket;
        Request = new(responseBytes);
    }

    /// <summary>Number of the connection, from 0.</summary>
    public int Number { get; }

    /// <summary>Its socket; <see langword="null"/> for a customer of a <c>tasks</c> server.</summary>
    public TcpSocket? Socket { get; }

    /// <summary>The one request that is under way on it, or was last.</summary>
    public Request Request { get; }
}
