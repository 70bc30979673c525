using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>What the TCP of a machine has beyond its single sockets: settings, TIME_WAIT, counters.</summary>
public sealed class Network
{
    private readonly Simulation _simulation;
    private RandomStream? _random;

    internal Network(Simulation simulation, TcpSettings settings)
    {
        _simulation = simulation;
        Settings = settings;
        TimeWait = new(simulation, settings);
    }

    /// <summary>How TCP is set up.</summary>
    public TcpSettings Settings { get; }

    /// <summary>The sockets in TIME_WAIT.</summary>
    public TimeWaitTable TimeWait { get; }

    /// <summary>Connections that were reset, by whichever side.</summary>
    public long Resets { get; internal set; }

    /// <summary>SYNs and last packets of a handshake that found the accept queue full (ListenOverflows).</summary>
    public long ListenOverflows { get; internal set; }

    /// <summary>SYNs that were sent again.</summary>
    public long SynRetransmits { get; internal set; }

    /// <summary>Connects that found no free port (EADDRNOTAVAIL).</summary>
    public long PortsExhausted { get; internal set; }

    internal SimTime Now => _simulation.Now;

    private RandomStream Random => _random ??= _simulation.Stream("tcp/ports");

    /// <summary>Where the search for a port begins for a destination: a hash with a secret in the kernel.</summary>
    internal uint PortOffset() => (uint)Random.NextBits();

    /// <summary>How far a search begins behind the last one, in ports of a parity: 0 to 7 (since Linux 5.18, inet_hash_connect).</summary>
    internal int PortStep() => (int)(Random.NextBits() & 7);
}
