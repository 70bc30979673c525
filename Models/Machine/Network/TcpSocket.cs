using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>One end of a TCP connection.</summary>
/// <remarks>
/// Messages are whole and arrive in order; the send buffer never fills. On loopback the sender's core does the
/// receive processing and the wake-up (drivers/net/loopback.c). Between machines a message takes half the round trip,
/// and an interrupt on the core that serves the connection's receive queue pays. Nothing is lost on the way; what finds a full accept
/// queue is dropped, and comes again after its time-out. Not modelled: segmentation, delayed ACKs. The parts of this class are about being connected,
/// sending, and closing.
/// </remarks>
public sealed partial class TcpSocket : Pollable, IEventReceiver
{
    private readonly Queue<IMessage> _received = new(2);
    private readonly int _irqCpu;
    private int _self;

    private TcpSocket(Host host, int number, string name, bool isServer, bool isOnWire)
        : base(host)
    {
        Number = number;
        Name = name;
        _isServer = isServer;
        _irqCpu = number % host.Cores.Count; // receive-side scaling deals connections evenly
        _self = isOnWire ? host.Simulation.Register(this) : -1;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Number of the connection; both ends have the same.</summary>
    public int Number { get; }

    /// <summary>The other end.</summary>
    public TcpSocket Peer { get; private set; } = null!;

    /// <summary>When the connection joined the accept queue.</summary>
    public SimTime QueuedAt { get; internal set; }

    /// <summary>Whether a message can be read.</summary>
    public bool HasMessage => _received.Count > 0;

    /// <summary>Whether everything has been read and the peer has closed or reset the connection: a read returns nothing more.</summary>
    public bool HasEnded => (Peer.IsClosed || IsReset) && !HasMessage;

    /// <summary>The message that a read would return, if any.</summary>
    public IMessage? NextMessage => _received.TryPeek(out var message) ? message : null;

    /// <summary>When set, this is the end of a machine outside the model, which hears what happens to the connection; nobody reads or polls this end.</summary>
    public IOutsideEnd? Outside { get; set; }

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
        var server = new TcpSocket(host, number, $"conn/{number}/server", isServer: true, isOnWire);
        var client = new TcpSocket(host, number, $"conn/{number}/client", isServer: false, isOnWire);
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

    /// <inheritdoc/>
    public string CodeName(byte code) => code switch
    {
        Delivery => "delivery",
        Again => "delivery-again",
        Connected => "connected",
        SynAgain => "syn-again",
        SynArrives => "syn",
        HandshakeOver => "handshake-over",
        SynAckAnswered => "syn-ack-again",
        EndArrives => "end",
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        switch (occurrence.Code)
        {
            case Delivery: OnDelivery(_inFlight.Dequeue()); break;
            case Again: OnAgain(); break;
            case Connected: OnConnected(); break;
            case SynAgain: OnSynAgain(); break;
            case SynArrives: OnSyn(); break;
            case HandshakeOver: OnHandshakeOver(); break;
            case SynAckAnswered: OnSynAckAnswered(); break;
            case EndArrives: OnEnd(); break;
            default: throw new InvalidOperationException($"{Name} got event code {occurrence.Code}.");
        }
    }

    private int Self => _self >= 0 ? _self : _self = Host.Simulation.Register(this);

    private SimDuration CopyCost(int sizeBytes) => SimDuration.FromPicoseconds(Host.Costs.TcpCopyKib.Picoseconds * sizeBytes / 1024);
}
