using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>One end of a TCP connection.</summary>
/// <remarks>
/// Messages are whole and arrive in order; the send buffer never fills. On loopback the sender's core does the
/// receive processing and the wake-up (drivers/net/loopback.c). Between machines a message takes half the round trip,
/// and an interrupt on the core that serves the connection's receive queue pays. Not modelled: loss, segmentation, delayed ACKs.
/// </remarks>
public sealed class TcpSocket : Pollable, IEventReceiver
{
    private const byte Delivery = 0;
    private const byte Connected = 1;

    private readonly int _self;
    private readonly Queue<IMessage> _received = new(2);
    private readonly Queue<IMessage> _inFlight = new(2);
    private readonly int _irqCpu;

    private TcpSocket(Host host, int number, string name, bool isOnWire)
        : base(host)
    {
        Number = number;
        Name = name;
        _irqCpu = number % host.Cores.Count; // receive-side scaling deals connections evenly
        _self = isOnWire ? host.Simulation.Register(this) : -1;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Number of the connection; both ends have the same.</summary>
    public int Number { get; }

    /// <summary>The other end.</summary>
    public TcpSocket Peer { get; private set; } = null!;

    /// <summary>Whether a message can be read.</summary>
    public bool HasMessage => _received.Count > 0;

    /// <summary>Whether the peer has reset the connection: every call fails.</summary>
    public bool IsReset { get; private set; }

    /// <summary>Whether the handshake is over.</summary>
    public bool IsConnected { get; private set; } = true;

    /// <summary>Whether this end has been closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Whether everything has been read and the peer has closed or reset the connection: a read returns nothing more.</summary>
    public bool HasEnded => (Peer.IsClosed || IsReset) && !HasMessage;

    /// <summary>The message that a read would return, if any.</summary>
    public IMessage? NextMessage => _received.TryPeek(out var message) ? message : null;

    /// <summary>When set, messages go to it instead of waiting to be read: the end of a machine outside the model.</summary>
    public Action<TcpSocket, IMessage>? Outside { get; set; }

    /// <summary>When set, hears that the other end has been closed, and what the closing thread still owes: the end of a machine outside the model.</summary>
    public Action<TcpSocket, SimDuration>? OutsideEnded { get; set; }

    /// <summary>A connected pair: the accepting end first.</summary>
    /// <param name="host">The simulated machine.</param>
    /// <param name="number">Number of the connection, for names and for the receive queue it hashes to.</param>
    public static (TcpSocket Server, TcpSocket Client) Pair(Host host, int number) => Pair(host, number, isOnWire: true);

    /// <summary>A connected pair on the loopback device, which nothing reaches from outside: the accepting end first.</summary>
    /// <param name="host">The simulated machine.</param>
    /// <param name="number">Number of the connection.</param>
    public static (TcpSocket Server, TcpSocket Client) LoopbackPair(Host host, int number) => Pair(host, number, isOnWire: false);

    private static (TcpSocket Server, TcpSocket Client) Pair(Host host, int number, bool isOnWire)
    {
        ArgumentNullException.ThrowIfNull(host);
        var server = new TcpSocket(host, number, $"conn/{number}/server", isOnWire);
        var client = new TcpSocket(host, number, $"conn/{number}/client", isOnWire);
        server.Peer = client;
        client.Peer = server;
        return (server, client);
    }

    /// <inheritdoc/>
    public override PollMask Poll()
    {
        if (IsReset) return PollMask.In | PollMask.Out | PollMask.Hangup | PollMask.Error;
        if (!IsConnected) return PollMask.None;
        if (HasMessage) return PollMask.In | PollMask.Out;
        return Peer.IsClosed ? PollMask.In | PollMask.Out | PollMask.Hangup : PollMask.Out;
    }

    /// <summary>A connect that does not block, to another machine: this end can be written to when the handshake is over.</summary>
    /// <param name="handshake">Time until the answer is here: a round trip.</param>
    public void ConnectAfter(SimDuration handshake)
    {
        Reopen();
        IsConnected = false;
        Host.Simulation.ScheduleAfter(handshake, _self, Connected);
    }

    /// <summary>The pair becomes a new connection between the same two. Both ends have closed the one before, and nothing of it is on its way.</summary>
    public void Reopen()
    {
        IsClosed = false;
        Peer.IsClosed = false;
    }

    /// <summary>Closes this end; what it had not read is lost, and the peer reads the end of file behind what was sent.</summary>
    /// <remarks>The first of two ends to close on one machine tells the other at once; the closing thread pays for the callbacks. TIME_WAIT is not modelled.</remarks>
    public void Close(KernelThread closer)
    {
        ArgumentNullException.ThrowIfNull(closer);
        IsClosed = true;
        _received.Clear();
        Peer.OutsideEnded?.Invoke(Peer, closer.Owed);
        if (Peer.Outside is not null || Peer.IsClosed) return;
        closer.SpendInKernel(Peer.Notify(PollMask.None, closer.Core, closer.Owed)); // tcp_fin: a change of state, of which everybody is told,
        closer.SpendInKernel(Peer.Notify(PollMask.In, closer.Core, closer.Owed)); // then something to read, the end
    }

    /// <summary>What a send to a peer on this machine costs before the message is there.</summary>
    public SimDuration SendCost(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Host.Costs.Syscall + (Outside is null && Peer.Outside is null ? Host.Costs.TcpSend : Host.Costs.TcpSendRemote) + CopyCost(message.SizeBytes);
    }

    /// <summary>What reading a queued message costs.</summary>
    public SimDuration ReceiveCost(IMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Host.Costs.Syscall + Host.Costs.TcpReceive + CopyCost(message.SizeBytes);
    }

    /// <summary>Loopback: the message is in the peer's socket now. The sender pays for callbacks and wake-ups.</summary>
    public void Send(KernelThread sender, IMessage message)
    {
        ArgumentNullException.ThrowIfNull(sender);
        ArgumentNullException.ThrowIfNull(message);
        if (Peer.Outside is { } outside)
        {
            outside(Peer, message);
            return;
        }

        if (IsReset || Peer.IsClosed) return; // the kernel answers with a reset, which is not modelled
        message.Arrived(sender.LocalNow);
        Peer._received.Enqueue(message);
        sender.SpendInKernel(Peer.Notify(PollMask.In, sender.Core, sender.Owed));
    }

    /// <summary>From another machine: the message arrives here after <paramref name="travel"/>.</summary>
    public void DeliverAfter(SimDuration travel, IMessage message)
    {
        _inFlight.Enqueue(message);
        Host.Simulation.ScheduleAfter(travel, _self, Delivery);
    }

    /// <summary>The peer, on another machine, has reset the connection: this end learns of it from an interrupt.</summary>
    public void ResetFromOutside()
    {
        var core = Host.Cores[_irqCpu];
        core.Interrupt(Host.Costs.TcpSoftirq + ResetHere(core, SimDuration.Zero));
    }

    /// <summary>Resets the connection from this end (a close with data unread): the peer on the same machine learns of it at once, at the caller's cost.</summary>
    public void Reset(KernelThread caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        caller.SpendInKernel(Peer.ResetHere(caller.Core, caller.Owed));
    }

    /// <summary>tcp_reset: a change of state, of which everybody is told, then an error.</summary>
    private SimDuration ResetHere(Core cpu, SimDuration delay)
    {
        IsReset = true;
        var cost = Notify(PollMask.None, cpu, delay);
        return cost + Notify(PollMask.Error, cpu, delay + cost);
    }

    /// <summary>Whether messages are on their way here from another machine.</summary>
    public bool HasInFlight => _inFlight.Count > 0;

    /// <summary>Takes the next message out of the socket.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public IMessage Receive() => _received.Dequeue();

    /// <inheritdoc/>
    public string CodeName(byte code) => code switch
    {
        Delivery => "delivery",
        Connected => "connected",
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        var core = Host.Cores[_irqCpu];
        if (occurrence.Code == Connected)
        {
            IsConnected = true;
            core.Interrupt(Host.Costs.TcpSoftirq + Notify(PollMask.Out, core, SimDuration.Zero));
            return;
        }

        var message = _inFlight.Dequeue();
        if (IsClosed) return;
        message.Arrived(Host.Simulation.Now);
        _received.Enqueue(message);
        core.Interrupt(Host.Costs.TcpSoftirq + Notify(PollMask.In, core, SimDuration.Zero));
    }

    private SimDuration CopyCost(int sizeBytes) => SimDuration.FromPicoseconds(Host.Costs.TcpCopyKib.Picoseconds * sizeBytes / 1024);
}
