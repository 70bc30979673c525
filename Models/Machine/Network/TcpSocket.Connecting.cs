using GmpSim.Engine;

namespace GmpSim.Machine;

/// <content>
/// The handshake. On loopback it is over when connect returns: the connecting core does the listener's part too. From another machine the SYN arrives after half a
/// round trip and the packet that ends the handshake a round trip later. A full accept queue drops either. A dropped SYN comes again after 1 s; a dropped last packet
/// leaves a client that believes to be connected, and another chance comes with each SYN-ACK that the listener repeats and with each repetition of the client's data.
/// </content>
public sealed partial class TcpSocket
{
    private const byte Connected = 1;
    private const byte SynAgain = 2;
    private const byte SynArrives = 3;
    private const byte HandshakeOver = 4;
    private const byte SynAckAnswered = 5;

    private readonly bool _isServer;
    private ListeningPort? _to;
    private Listener? _listener;
    private EphemeralPorts? _ports;
    private int _port = -1;
    private int _tries;
    private int _synAcks;
    private Core? _timerCore;
    private SimDuration _roundTrip;

    /// <summary>Whether the handshake is over, as this end sees it.</summary>
    public bool IsConnected { get; private set; } = true;

    /// <summary>What socket and connect to a listener on this machine cost beyond the first system call, apart from the search for a port.</summary>
    public SimDuration ConnectCost => Host.Costs.TcpSocketCall + Host.Costs.Syscall + Host.Costs.TcpConnect;

    /// <summary>What socket and connect to another machine cost beyond the first system call, apart from the search for a port.</summary>
    public SimDuration RemoteConnectCost => Host.Costs.TcpSocketCall + Host.Costs.Syscall + Host.Costs.TcpSendRemote;

    /// <summary>The part of connect that picks a port (inet_hash_connect). The pair stands for a new connection from here on.</summary>
    /// <returns>Whether there was one; if not, connect has failed (EADDRNOTAVAIL), and this end is closed.</returns>
    public bool TryPickPort(KernelThread caller, ListeningPort to)
    {
        ArgumentNullException.ThrowIfNull(to);
        return TryPickPort(caller, to.ClientPorts);
    }

    /// <summary>As the other, for a destination on another machine.</summary>
    public bool TryPickPort(KernelThread caller, RemoteAddress to)
    {
        ArgumentNullException.ThrowIfNull(to);
        return TryPickPort(caller, to.ClientPorts);
    }

    /// <summary>connect to a listener of this machine, by a thread that has paid for it. When the accept queue has room the handshake is over; if not, the SYN is sent again after its time-out.</summary>
    /// <exception cref="InvalidOperationException">No port has been picked.</exception>
    public void Connect(KernelThread caller, ListeningPort to)
    {
        ArgumentNullException.ThrowIfNull(caller);
        ArgumentNullException.ThrowIfNull(to);
        if (_port < 0) throw new InvalidOperationException("A connect needs a port first.");
        _to = to;
        if (TryReach(to.ListenerFor(_port), caller.Core, caller.Owed, out var cost)) caller.SpendInKernel(cost);
        else AwaitSynTimeout(caller.Core);
    }

    /// <summary>connect to another machine, by a thread that has paid for it: this end can be written to when the handshake is over.</summary>
    /// <param name="roundTrip">Time until the answer is here.</param>
    public void ConnectOutside(SimDuration roundTrip)
    {
        IsConnected = false;
        _roundTrip = roundTrip;
        Host.Simulation.ScheduleAfter(roundTrip, Self, Connected);
    }

    /// <summary>The end of another machine sends a SYN to a listener of this one. Both ends have closed the connection before, or there was none.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="roundTrip">Time of a packet there and its answer back.</param>
    public void ConnectFromOutside(ListeningPort to, SimDuration roundTrip)
    {
        Peer._to = to;
        Peer._roundTrip = roundTrip;
        Peer._tries = 0;
        Host.Simulation.ScheduleAfter(roundTrip / 2, Peer.Self, SynArrives);
    }

    /// <summary>The end of another machine has got through a handshake with this one by now: connections that are open from the start.</summary>
    public void EstablishFromOutside(ListeningPort to, SimDuration roundTrip)
    {
        ArgumentNullException.ThrowIfNull(to);
        Peer._roundTrip = roundTrip;
        Peer._listener = to.ListenerForOutside();
        Peer.BeginAnew();
        Peer.OnHandshakeOver();
    }

    private bool TryPickPort(KernelThread caller, EphemeralPorts ports)
    {
        ArgumentNullException.ThrowIfNull(caller);
        BeginAnew();
        IsConnected = false;
        _tries = 0;
        var hasPort = ports.TryTake(out _port, out var probes);
        caller.SpendInKernel(Host.Costs.TcpPortProbe * probes);
        if (hasPort)
        {
            _ports = ports;
            return true;
        }

        Host.Network.PortsExhausted++;
        IsClosed = true;
        return false;
    }

    private bool TryReach(Listener listener, Core cpu, SimDuration delay, out SimDuration cost)
    {
        cost = SimDuration.Zero;
        if (listener.IsFull)
        {
            Host.Network.ListenOverflows++;
            return false;
        }

        IsConnected = true;
        cost = listener.Enqueue(Peer, cpu, delay);
        return true;
    }

    private void AwaitSynTimeout(Core cpu)
    {
        _timerCore = cpu;
        Host.Simulation.ScheduleAfter(Host.Rules.SynTimeout(_tries), Self, SynAgain);
    }

    /// <summary>tcp_retransmit_timer on the core that sent the SYN first.</summary>
    private void OnSynAgain()
    {
        if (IsClosed || IsReset) return;
        var core = _timerCore!;
        if (++_tries > Host.Rules.LinearSynTimeouts + Host.Network.Settings.SynRetries)
        {
            core.Interrupt(ResetHere(core, SimDuration.Zero)); // ETIMEDOUT
            LeavePort();
            return;
        }

        Host.Network.SynRetransmits++;
        if (!TryReach(_to!.ListenerFor(_port), core, Host.Costs.TcpConnect, out var cost))
        {
            core.Interrupt(Host.Costs.TcpSend);
            AwaitSynTimeout(core);
            return;
        }

        cost += Host.Costs.TcpConnect;
        core.Interrupt(cost + Notify(PollMask.None, core, cost));
    }

    private void OnConnected()
    {
        IsConnected = true;
        var core = Host.Cores[_irqCpu];
        core.Interrupt(Host.Costs.TcpSoftirq + Notify(PollMask.Out, core, SimDuration.Zero));
    }

    /// <summary>tcp_conn_request.</summary>
    private void OnSyn()
    {
        Host.Cores[_irqCpu].Interrupt(Host.Costs.TcpSoftirq);
        if (_isGivenUp) return;
        _listener = _to!.ListenerForOutside();
        if (!_listener.IsFull)
        {
            BeginAnew();
            IsConnected = false;
            Host.Simulation.ScheduleAfter(_roundTrip, Self, HandshakeOver);
            Peer.Outside!.Answered(Peer);
            return;
        }

        Host.Network.ListenOverflows++;
        var timeout = Host.Rules.SynTimeout(_tries);
        if (_tries++ == Host.Rules.LinearSynTimeouts + Host.Network.Settings.SynRetries)
        {
            Peer.Outside!.Unreachable(Peer);
            return;
        }

        Host.Network.SynRetransmits++;
        Host.Simulation.ScheduleAfter(timeout, Self, SynArrives);
    }

    /// <summary>tcp_check_req: the third packet of the handshake, or one that stands for it.</summary>
    private void OnHandshakeOver()
    {
        if (_isGivenUp) return;
        if (TryEstablish()) return;
        if (Host.Network.Settings.AbortOnOverflow)
        {
            ResetTowardsOutside();
            return;
        }

        IsConnected = false;
        _synAcks = 0;
        Host.Simulation.ScheduleAfter(TcpSettings.InitialTimeout, Self, SynAckAnswered);
    }

    /// <summary>The listener has sent its SYN-ACK again and the client has answered it again: 1, 3, 7, … s after the first.</summary>
    private void OnSynAckAnswered()
    {
        if (IsConnected || IsReset || IsClosed || TryEstablish()) return;
        if (++_synAcks == Host.Network.Settings.SynAckRetries)
        {
            ResetTowardsOutside(); // the request is forgotten; what the client sends now is answered by a reset
            return;
        }

        Host.Simulation.ScheduleAfter(TcpSettings.InitialTimeout * (1 << _synAcks), Self, SynAckAnswered);
    }

    private bool TryEstablish()
    {
        var core = Host.Cores[_irqCpu];
        if (_listener!.IsFull)
        {
            Host.Network.ListenOverflows++;
            core.Interrupt(Host.Costs.TcpSoftirq);
            return false;
        }

        IsConnected = true;
        core.Interrupt(Host.Costs.TcpSoftirq + _listener.Enqueue(this, core, SimDuration.Zero));
        return true;
    }

    /// <summary>Both ends stand for a new connection.</summary>
    private void BeginAnew()
    {
        IsConnected = Peer.IsConnected = true;
        IsClosed = Peer.IsClosed = false;
        IsReset = Peer.IsReset = false;
        _received.Clear();
        Peer._received.Clear();
    }
}
