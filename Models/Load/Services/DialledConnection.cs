using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>A connection that a program has dialled, and the requests that are under way on it.</summary>
/// <remarks>
/// A service on another machine has no queue: it answers each request its own time after the request has arrived, and request and
/// answer take half the round trip each.
/// </remarks>
internal sealed class DialledConnection : IOutsideEnd
{
    private readonly Stack<Request> _idle = new();
    private Operation _dial = null!;
    private SimDuration _serviceTime;

    internal DialledConnection(Service service, TcpSocket socket)
    {
        Service = service;
        Socket = socket;
        if (service.Listener is null) socket.Peer.Outside = this;
    }

    /// <summary>Whom it leads to.</summary>
    internal Service Service { get; }

    /// <summary>The caller's end.</summary>
    internal TcpSocket Socket { get; }

    /// <summary>Poll state of the caller's end; <see langword="null"/> until it is registered.</summary>
    internal PollDesc? PollDesc { get; set; }

    /// <summary>Round-trip time.</summary>
    internal SimDuration Rtt => _dial.Rtt;

    /// <summary>The connection is dialled, for the first time or anew.</summary>
    internal void Begin(Operation dial)
    {
        _dial = dial;
        PollDesc = null;
    }

    /// <summary>A request to be written. How long the service takes for it is drawn by the caller, so that it belongs to the caller's own request.</summary>
    internal Request NewCall(RandomStream stream)
    {
        if (Service.Listener is null) _serviceTime = _dial.Time!.Sample(stream);
        return _idle.TryPop(out var call) ? call : new(_dial.Bytes);
    }

    /// <summary>The answer has been read.</summary>
    internal void Answered(Request call) => _idle.Push(call);

    /// <inheritdoc/>
    public void Sent(TcpSocket end, IMessage message)
    {
        var call = (Request)message;
        call.TurnIntoResponse();
        Socket.DeliverAfter(Rtt + _serviceTime, call);
    }

    /// <summary>The service closes its end too, which concerns nobody here.</summary>
    public void Ended(TcpSocket end, SimDuration owed)
    {
    }

    /// <summary>Never happens: the service does not connect.</summary>
    public void Answered(TcpSocket end) => throw new InvalidOperationException($"{end.Name} has not asked for a connection.");

    /// <summary>Never happens: the service does not connect.</summary>
    public void Unreachable(TcpSocket end) => throw new InvalidOperationException($"{end.Name} has not asked for a connection.");
}
