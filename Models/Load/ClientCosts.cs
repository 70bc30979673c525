using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>What a load generator's own code costs, as simulated durations.</summary>
/// <remarks>Values come from a machine profile (Models/Profiles), where each has its source. Every cost is at least zero.</remarks>
public sealed record ClientCosts
{
    /// <summary>What the load generator's own code spends on one request: parse the response, note the time, build the next (<c>client.request</c>).</summary>
    public required SimDuration Request { get; init; }

    /// <summary>Reads every cost from a profile.</summary>
    /// <param name="cost">Gives the value of a key such as <c>client.request</c>; throws for an unknown one.</param>
    public static ClientCosts From(Func<string, SimDuration> cost)
    {
        ArgumentNullException.ThrowIfNull(cost);
        return new()
        {
            Request = cost("client.request"),
        };
    }
}
