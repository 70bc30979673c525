using GmpSim.Engine;

namespace GmpSim.Machine;

/// <content>
/// The end of a connection. Whoever closes first waits for the other side's FIN and stays in TIME_WAIT then; who closes second is gone at once. A close that leaves
/// data unread resets the connection, and so does data for an end that is closed; then nobody is in TIME_WAIT.
/// </content>
public sealed partial class TcpSocket
{
    private const byte EndArrives = 7;

    private SimTime _closedAt;
    private bool _isGivenUp;

    /// <summary>Whether the connection has been reset: every call fails.</summary>
    public bool IsReset { get; private set; }

    /// <summary>Whether this end has been closed; of an end outside, whether that is known here.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether both ends have been closed and nothing of the connection is on its way: the pair can serve another.</summary>
    public bool IsOver => IsClosed && Peer.IsClosed && !HasInFlight && !Peer.HasInFlight;

    /// <summary>What close costs beyond the system call, the FIN and on loopback what the other side's core would do about it included.</summary>
    public SimDuration CloseCost => !IsOverLoopback ? Host.Costs.TcpSendRemote : Peer.IsClosed ? Host.Costs.TcpClosePassive : Host.Costs.TcpClose;

    /// <summary>Closes this end, by a thread that has paid for it; the peer reads the end of file behind what was sent.</summary>
    public void Close(KernelThread closer)
    {
        ArgumentNullException.ThrowIfNull(closer);
        if (IsClosed) return;
        IsClosed = true;
        _closedAt = Host.Simulation.Now;
        var isUnread = HasMessage;
        _received.Clear();
        if (IsReset) return;
        if (!IsConnected) LeavePort(); // before the handshake was over: there is no other end
        else if (isUnread) Reset(closer); // TCPAbortOnClose
        else if (Peer.Outside is { } outside) CloseTowards(outside, closer);
        else if (Peer.IsClosed) Peer.BothAreClosed();
        else SendEnd(closer);
    }

    /// <summary>Resets the connection from this end (SO_LINGER 0, or a close with data unread): a peer on the same machine learns of it at once, at the caller's cost.</summary>
    public void Reset(KernelThread caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        Host.Network.Resets++;
        IsClosed = true;
        IsReset = true;
        LeavePort();
        if (Peer.Outside is { } outside) outside.Ended(Peer, caller.Owed);
        else caller.SpendInKernel(Peer.ResetHere(caller.Core, caller.Owed));
    }

    /// <summary>The peer, on another machine, has reset the connection: this end learns of it from an interrupt. The pair serves no other connection.</summary>
    /// <remarks>In the middle of a handshake too: what is on its way for it comes to nothing then, since the peer answers a SYN-ACK with a reset.</remarks>
    public void ResetFromOutside()
    {
        Host.Network.Resets++;
        _isGivenUp = true;
        var core = Host.Cores[_irqCpu];
        core.Interrupt(Host.Costs.TcpSoftirq + ResetHere(core, SimDuration.Zero));
    }

    /// <summary>The peer, on another machine, closes its end: its FIN arrives here after <paramref name="travel"/>, behind what it has sent.</summary>
    public void EndAfter(SimDuration travel) => Host.Simulation.ScheduleAfter(travel, Self, EndArrives);

    /// <summary>tcp_fin: a change of state, of which everybody is told, then something to read, the end.</summary>
    private SimDuration NotifyOfEnd(Core cpu, SimDuration delay)
    {
        var cost = Notify(PollMask.None, cpu, delay);
        return cost + Notify(PollMask.In, cpu, delay + cost, sync: true);
    }

    private void SendEnd(KernelThread closer) => closer.SpendInKernel(Peer.NotifyOfEnd(closer.Core, closer.Owed));

    /// <summary>A service outside closes when it hears of the close: a round trip, for which this end counts as being in TIME_WAIT already. An answer still under way will find it closed, and reset it.</summary>
    private void CloseTowards(IOutsideEnd outside, KernelThread closer)
    {
        outside.Ended(Peer, closer.Owed);
        if (_isServer) return;
        if (HasInFlight) LeavePort();
        else BothAreClosed();
    }

    private void OnEnd()
    {
        if (IsReset) return;
        var core = Host.Cores[_irqCpu];
        Peer.IsClosed = true;
        if (!IsClosed)
        {
            core.Interrupt(Host.Costs.TcpSoftirq + NotifyOfEnd(core, SimDuration.Zero));
            return;
        }

        core.Interrupt(Host.Costs.TcpSoftirq);
        BothAreClosed();
    }

    /// <summary>This end closed first, and the other has closed too. Who has waited longer than tcp_fin_timeout for that is not there any more.</summary>
    private void BothAreClosed()
    {
        var ports = _isServer ? Peer._ports : _ports;
        var port = _isServer ? Peer._port : _port;
        var isHere = Host.Simulation.Now - _closedAt <= TcpSettings.FinTimeout;
        var waits = isHere && Outside is null && Host.Network.TimeWait.TryEnter(ports, port, _isServer);
        if (ports is not null && (_isServer || !waits)) ports.Release(port);
        ForgetPort();
    }

    /// <summary>Neither end is there any more: the port is free.</summary>
    private void LeavePort()
    {
        var client = _isServer ? Peer : this;
        client._ports?.Release(client._port);
        ForgetPort();
    }

    private void ForgetPort()
    {
        var client = _isServer ? Peer : this;
        (client._ports, client._port) = (null, -1);
    }

    /// <summary>This end answers another machine's packet with a reset.</summary>
    private void ResetTowardsOutside()
    {
        Host.Network.Resets++;
        IsReset = true;
        Peer.Outside!.Ended(Peer, SimDuration.Zero);
    }

    /// <summary>tcp_reset: a change of state, of which everybody is told, then an error.</summary>
    private SimDuration ResetHere(Core cpu, SimDuration delay)
    {
        IsReset = true;
        var cost = Notify(PollMask.None, cpu, delay);
        return cost + Notify(PollMask.Error, cpu, delay + cost);
    }
}
