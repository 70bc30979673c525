using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>What clients connect to: one listening socket, or several that share a port (SO_REUSEPORT).</summary>
/// <remarks>
/// Which socket of a group a connection goes to, a hash of its addresses decides (reuseport_select_sock): the client's port on this machine, a number of their
/// own for connections from others. So a connection may wait for a thread that is busy while others are idle.
/// </remarks>
public sealed class ListeningPort
{
    private readonly Host _host;
    private readonly List<Listener> _listeners = [];
    private readonly Fingerprint _secret;
    private ulong _connectsFromOutside;

    /// <summary>A port that nobody listens on yet.</summary>
    public ListeningPort(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        _host = host;
        _secret = Fingerprint.Of("tcp/reuseport").With(host.Simulation.Seed);
        ClientPorts = new(host.Network, isLoopback: true);
    }

    /// <summary>The sockets, in the order in which they began to listen.</summary>
    public IReadOnlyList<Listener> Listeners => _listeners;

    /// <summary>Ports of this machine's clients towards this one.</summary>
    internal EphemeralPorts ClientPorts { get; }

    /// <summary>socket, bind and listen: one more socket in the group.</summary>
    /// <param name="backlog">As the program asks for it; more than somaxconn is cut to that. Go asks for somaxconn.</param>
    public Listener Listen(int backlog = int.MaxValue)
    {
        var listener = new Listener(_host, backlog);
        _listeners.Add(listener);
        return listener;
    }

    /// <summary>Which socket a client of this machine reaches.</summary>
    internal Listener ListenerFor(int clientPort) => _listeners.Count == 1 ? _listeners[0] : Scaled(_secret.With((ulong)clientPort));

    /// <summary>Which socket a new connection from another machine reaches.</summary>
    internal Listener ListenerForOutside() => _listeners.Count == 1 ? _listeners[0] : Scaled(_secret.With(1).With(_connectsFromOutside++));

    /// <summary>reciprocal_scale of the upper 32 bits. Two more rounds make neighbouring addresses fall independently, as the kernel's jhash does.</summary>
    private Listener Scaled(Fingerprint hash) => _listeners[(int)(((hash.With(2).With(3).Value >> 32) * (ulong)_listeners.Count) >> 32)];
}
