using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>Decides when requests start and on which connection: one lane for each client thread.</summary>
/// <remarks>
/// A request handed out has begun: its clock runs from the intended start. Time a request waits for a free
/// connection counts, so coordinated omission cannot hide delay.
/// </remarks>
public abstract class TrafficLane
{
    /// <summary>When the lane next has a request to start on a free connection; never, while it only waits for responses.</summary>
    public abstract SimTime NextDue { get; }

    /// <summary>Hands out a request that is due at or before <paramref name="at"/>.</summary>
    public abstract bool TryTakeDue(SimTime at, out ClientConnection? connection);

    /// <summary>A response has been read at <paramref name="at"/>.</summary>
    /// <returns>Whether the next request on this connection begins at once; it has been begun.</returns>
    public abstract bool Freed(ClientConnection connection, SimTime at);
}
