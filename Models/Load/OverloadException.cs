using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>Requests of an open client pile up without end: more arrive than the server can ever answer.</summary>
public sealed class OverloadException : UnrunnableException
{
    /// <summary>Requests that may wait at once. Source: assumed; some 100 MB, and far beyond what any latency figure could still mean.</summary>
    public const int MostWaiting = 1_000_000;

    /// <summary>Creates the exception.</summary>
    /// <param name="at">When the limit was reached.</param>
    public OverloadException(SimTime at)
        : base($"More than {MostWaiting} requests of an open client wait at {at}: they arrive faster than they are answered, so no figure would settle. Lower the rate (or the replay's speed), or shorten the run.")
    {
    }
}
