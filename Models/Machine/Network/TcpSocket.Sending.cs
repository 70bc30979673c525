using GmpSim.Engine;

namespace GmpSim.Machine;

/// <content>Messages.</content>
public sealed partial class TcpSocket
{
    private const byte Delivery = 0;
    private const byte Again = 6;

    private readonly Queue<IMessage> _inFlight = new(2);
    private Queue<IMessage>? _dropped;
    private int _dataTries;

    /// <summary>Whether messages are on their way here from another machine.</summary>
    public bool HasInFlight => _inFlight.Count > 0;

    /// <summary>What a send costs beyond the system call, before a peer on this machine has the message.</summary>
    public SimDuration SendCost(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return (IsOverLoopback ? Host.Costs.TcpSend : Host.Costs.TcpSendRemote) + CopyCost(message.SizeBytes);
    }

    /// <summary>What reading a queued message costs beyond the system call.</summary>
    public SimDuration ReceiveCost(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Host.Costs.TcpReceive + CopyCost(message.SizeBytes);
    }

    /// <summary>Loopback: the message is in the peer's socket now. The sender pays for callbacks and wake-ups.</summary>
    /// <remarks>A peer that has closed its end answers with a reset (TCPAbortOnData), which is here at once. On a connection that has been reset nothing is sent (EPIPE).</remarks>
    public void Send(KernelThread sender, IMessage message)
    {
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(message);
        if (Peer.Outside is { } outside)
        {
            outside.Sent(Peer, message);
            return;
        }

        if (IsReset) return;
        if (Peer.IsClosed)
        {
            Host.Network.Resets++;
            sender.SpendInKernel(ResetHere(sender.Core, sender.Owed));
            LeavePort();
            return;
        }

        message.Arrived(sender.LocalNow);
        Peer._received.Enqueue(message);
        sender.SpendInKernel(Peer.Notify(PollMask.In, sender.Core, sender.Owed, sync: true));
    }

    /// <summary>From another machine: the message arrives here after <paramref name="travel"/>.</summary>
    public void DeliverAfter(SimDuration travel, IMessage message)
    {
        _inFlight.Enqueue(message);
        Host.Simulation.ScheduleAfter(travel, Self, Delivery);
    }

    /// <summary>Takes the next message out of the socket.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public IMessage Receive() => _received.Dequeue();

    /// <summary>The part of a blocking recv that waits until something is here. One thread at a time.</summary>
    /// <returns>Whether there is a message; if not, the connection has ended.</returns>
    public async Process<bool> WaitToRead(KernelThread reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        await reader.Settle();
        while (!HasMessage && !HasEnded)
        {
            reader.DiscardWakeToken();
            Reader = reader;
            await reader.FallAsleepUntil(SimTime.MaxValue);
        }

        return HasMessage;
    }

    private bool IsOverLoopback => Outside is null && Peer.Outside is null;

    private void OnDelivery(IMessage message)
    {
        var core = Host.Cores[_irqCpu];
        if (IsReset) return;
        if (IsClosed)
        {
            core.Interrupt(Host.Costs.TcpSoftirq);
            ResetTowardsOutside(); // data for a socket that nobody has open
            return;
        }

        if (!IsConnected)
        {
            Drop(message);
            return;
        }

        message.Arrived(Host.Simulation.Now);
        _received.Enqueue(message);
        core.Interrupt(Host.Costs.TcpSoftirq + Notify(PollMask.In, core, SimDuration.Zero, sync: true));
    }

    /// <summary>The client believes to be connected, the listener has no room: its data is dropped, and comes again.</summary>
    private void Drop(IMessage message)
    {
        _dropped ??= new();
        if (_dropped.Count == 0)
        {
            _dataTries = 0;
            Host.Simulation.ScheduleAfter(TcpSettings.DataTimeout(_roundTrip), Self, Again);
        }

        _dropped.Enqueue(message);
        Host.Cores[_irqCpu].Interrupt(Host.Costs.TcpSoftirq);
    }

    /// <summary>Data that was dropped comes again; it ends the handshake if that is still open.</summary>
    private void OnAgain()
    {
        if (IsReset || IsClosed)
        {
            _dropped!.Clear();
            return;
        }

        if (!IsConnected && !TryEstablish())
        {
            Host.Simulation.ScheduleAfter(TcpSettings.DataTimeout(_roundTrip) * (1 << Math.Min(++_dataTries, 20)), Self, Again);
            return;
        }

        while (_dropped!.TryDequeue(out var message)) OnDelivery(message);
    }
}
