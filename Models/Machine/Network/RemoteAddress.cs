namespace GmpSim.Machine;

/// <summary>An address and a port on another machine, to which this one connects. Its TIME_WAIT entries keep their ports, as tcp_tw_reuse spares the loopback device alone by default.</summary>
public sealed class RemoteAddress
{
    /// <summary>An address that nobody has connected to.</summary>
    public RemoteAddress(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        ClientPorts = new(host.Network, isLoopback: false);
    }

    /// <summary>Ports of this machine towards it.</summary>
    internal EphemeralPorts ClientPorts { get; }
}
