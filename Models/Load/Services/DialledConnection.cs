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
    private int _unanswered;
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

    /// <summary>Whether it has carried a call since it was made.</summary>
    internal bool HasCarriedCalls { get; set; }

    /// <summary>Whether it can be kept for later calls: it is open, and every call has been answered.</summary>
    internal bool CanBeKept => _unanswered == 0 && Socket.IsConnected && !Socket.HasEnded;

    /// <summary>Whether it lies in the transport.</summary>
    internal bool IsIdle { get; set; }

    /// <summary>Ends its time in the transport; <see langword="null"/> before it has been there.</summary>
    internal IdleTimer? IdleTimer { get; set; }

    /// <summary>The one that was given back before it.</summary>
    internal DialledConnection? OlderIdle { get; set; }

    /// <summary>The one that was given back after it.</summary>
    internal DialledConnection? NewerIdle { get; set; }

    /// <summary>The limits under which it is kept; <see langword="null"/> for one that is closed when its program has done with it.</summary>
    internal IdleLimits? Keeps => _dial.Keeps;

    /// <summary>Round-trip time.</summary>
    internal SimDuration Rtt => _dial.Rtt;

    /// <summary>The connection is dialled, for the first time or anew.</summary>
    internal void Begin(Operation dial)
    {
        Serve(dial);
        PollDesc = null;
        HasCarriedCalls = false;
        _unanswered = 0;
    }

    /// <summary>The calls that follow are those of this dial.</summary>
    internal void Serve(Operation dial) => _dial = dial;

    /// <summary>A request to be written. How long the service takes for it is drawn by the caller, so that it belongs to the caller's own request.</summary>
    internal Request NewCall(RandomStream stream)
    {
        _unanswered++;
        if (Service.Listener is null) _serviceTime = _dial.Time!.Sample(stream);
        return _idle.TryPop(out var call) ? call : new(_dial.Bytes);
    }

    /// <summary>The answer has been read.</summary>
    internal void Answered(Request call)
    {
        _unanswered--;
        _idle.Push(call);
    }

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
