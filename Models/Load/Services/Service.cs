using GmpSim.GoRuntime;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>What programs dial: a listener of their own process, or a service on another machine.</summary>
internal sealed class Service(GoProcess process, string name, bool isListener)
{
    /// <summary>First number of the connections that programs dial: beyond those of clients.</summary>
    private const int FirstNumber = 1_000_000;

    private readonly Stack<DialledConnection> _closed = new();
    private int _dialled;

    /// <summary>Its name in the scenario.</summary>
    internal string Name { get; } = name;

    /// <summary>Where programs of the process connect to; <see langword="null"/> for a service on another machine.</summary>
    internal ListeningPort? Port { get; } = isListener ? new ListeningPort(process.Host) : null;

    /// <summary>The address of a service on another machine; unused otherwise.</summary>
    internal RemoteAddress Address { get; } = new(process.Host);

    /// <summary>The listening socket, from the start of the process; <see langword="null"/> for a service on another machine.</summary>
    internal Listener? Listener => Port is null ? null : Port.Listeners.Count > 0 ? Port.Listeners[0] : Port.Listen();

    /// <summary>Connections to it in the transport.</summary>
    internal int IdleCount { get; set; }

    /// <summary>Idle connections to it that are kept by P.</summary>
    internal SyncPool ByP { get; } = new();

    /// <summary>How long an accept on it rests when the process has no descriptor left.</summary>
    internal AcceptBackoff Backoff { get; } = new();

    /// <summary>Poll state of the listener; <see langword="null"/> before the first accept.</summary>
    internal PollDesc? PollDesc { get; private set; }

    /// <summary>Makes the listener known to the poller, once (net.Listen; here at the first accept).</summary>
    internal PollDesc Listen(WorkerThread m)
    {
        if (PollDesc is not null) return PollDesc;
        PollDesc = process.NewPollDesc(Listener!);
        m.Thread.TryOpen(Listener!);
        process.Open(m, PollDesc);
        return PollDesc;
    }

    /// <summary>The caller's end of a new connection, not registered with the poller yet.</summary>
    internal DialledConnection NewConnection(Operation dial)
    {
        if (!_closed.TryPop(out var connection)) connection = new(this, NewEnd());
        connection.Begin(dial);
        return connection;
    }

    /// <summary>The caller has closed its end. On the wire the socket can be used again, unless an answer is still on its way to it.</summary>
    internal void Closed(DialledConnection connection)
    {
        if (Listener is null && !connection.Socket.HasInFlight && connection.Socket.IsConnected) _closed.Push(connection);
    }

    /// <summary>A connection that could not be made.</summary>
    internal void Unused(DialledConnection connection) => _closed.Push(connection);

    private TcpSocket NewEnd()
    {
        var number = FirstNumber + _dialled++;
        return (Listener is null ? TcpSocket.Pair(process.Host, number) : TcpSocket.LoopbackPair(process.Host, number)).Client;
    }
}
