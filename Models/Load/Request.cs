using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.Load;

/// <summary>One request and its response; the same object serves a connection's requests one after another.</summary>
public sealed class Request : IMessage
{
    private readonly int _responseBytes;
    private bool _isResponse;
    private bool _usedBefore;

    internal Request(int responseBytes) => _responseBytes = responseBytes;

    /// <inheritdoc/>
    public LatencyClock Clock { get; } = new();

    /// <summary>Bytes of the request itself.</summary>
    public int RequestBytes { get; private set; }

    /// <summary>CPU time of the handler as a recording has it; zero where nothing is replayed.</summary>
    public SimDuration RecordedService { get; private set; }

    /// <summary>Whether the connection has served a request before this one.</summary>
    public bool IsReuse { get; private set; }

    /// <inheritdoc/>
    public int SizeBytes => _isResponse ? _responseBytes : RequestBytes;

    /// <inheritdoc/>
    public void Arrived(SimTime at) => Clock.Enter(_isResponse ? LatencyComponent.Client : LatencyComponent.PollWait, at);

    /// <summary>From here on the object travels back as the response.</summary>
    internal void TurnIntoResponse() => _isResponse = true;

    /// <summary>A new request begins, at the instant it was meant to.</summary>
    internal void Begin(SimTime intendedStart, int requestBytes, SimDuration recordedService, LatencyComponent component)
    {
        _isResponse = false;
        IsReuse = _usedBefore;
        _usedBefore = true;
        RequestBytes = requestBytes;
        RecordedService = recordedService;
        Clock.Begin(intendedStart, component);
    }
}
