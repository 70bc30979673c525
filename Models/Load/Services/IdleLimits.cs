using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>How many connections to a service are kept for later calls, and how long: the fields of Go's http.Transport.</summary>
/// <param name="PerHost">Idle ones to one service; beyond them a connection that is given back is closed (MaxIdleConnsPerHost, 2 in Go).</param>
/// <param name="InAll">Idle ones of the process; beyond them the one that was given back first is closed (MaxIdleConns, 100 in http.DefaultTransport); 0 for no limit.</param>
/// <param name="Timeout">How long one stays idle (IdleConnTimeout, 90 s in http.DefaultTransport).</param>
public sealed record IdleLimits(int PerHost, int InAll, SimDuration Timeout)
{
    /// <summary>Whether a sync.Pool keeps them, by P and until the collector comes, in place of the transport and its limits.</summary>
    public bool IsByP { get; init; }
}
