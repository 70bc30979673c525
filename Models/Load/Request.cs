using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>One request and its response; the same object serves a connection's requests one after another.</summary>
/// <remarks>
/// A request that a goroutine makes of another service travels with a clock of its own, since the caller's time belongs to
/// the backend meanwhile; its response is followed by the caller's clock again.
/// </remarks>
public sealed class Request : IMessage
{
    private readonly LatencyClock _own = new();
    private readonly int _responseBytes;
    private int _writtenBytes;
    private LatencyClock? _caller;
    private bool _isCall;
    private bool _isResponse;
    private bool _usedBefore;

    internal Request(int responseBytes, bool closesConnection = false)
    {
        _responseBytes = responseBytes;
        ClosesConnection = closesConnection;
    }

    /// <inheritdoc/>
    public LatencyClock Clock => _isResponse && _caller is not null ? _caller : _own;

    /// <summary>Bytes of the request itself.</summary>
    public int RequestBytes { get; private set; }

    /// <summary>CPU time of the handler as a recording has it; zero where nothing is replayed.</summary>
    public SimDuration RecordedService { get; private set; }

    /// <summary>Whether the server closes the connection behind the response (<c>Connection: close</c>).</summary>
    public bool ClosesConnection { get; }

    /// <summary>Whether every request has a connection of its own.</summary>
    internal bool NeedsConnection { get; init; }

    /// <summary>Whether the connection has served a request before this one.</summary>
    public bool IsReuse { get; private set; }

    /// <summary>A connection is made for this request.</summary>
    internal void IsFirst() => IsReuse = false;

    /// <inheritdoc/>
    public int SizeBytes => _isResponse ? _writtenBytes : RequestBytes;

    /// <inheritdoc/>
    public void Arrived(SimTime at) => Clock.Enter(_isResponse && !_isCall ? LatencyComponent.Client : LatencyComponent.PollWait, at);

    /// <summary>From here on the object travels back as the response.</summary>
    /// <param name="bytes">Size of the response; 0 for the one that was agreed.</param>
    internal void TurnIntoResponse(int bytes = 0)
    {
        _isResponse = true;
        _writtenBytes = bytes > 0 ? bytes : _responseBytes;
    }

    /// <summary>A goroutine calls another service.</summary>
    /// <param name="at">When.</param>
    /// <param name="bytes">Size of the request.</param>
    /// <param name="caller">Clock of the request that the goroutine works on, if any.</param>
    internal void BeginCall(SimTime at, int bytes, LatencyClock? caller)
    {
        _isCall = true;
        _caller = caller;
        Begin(at, bytes, SimDuration.Zero, LatencyComponent.Network);
    }

    /// <summary>A new request begins, at the instant it was meant to.</summary>
    internal void Begin(SimTime intendedStart, int requestBytes, SimDuration recordedService, LatencyComponent component)
    {
        _isResponse = false;
        IsReuse = _usedBefore;
        _usedBefore = !NeedsConnection;
        RequestBytes = requestBytes;
        RecordedService = recordedService;
        Clock.Begin(intendedStart, component);
    }
}
