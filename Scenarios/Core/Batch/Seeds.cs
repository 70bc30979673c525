using GmpSim.Engine;

namespace GmpSim.Scenarios.Batch;

/// <summary>The root seeds of runs.</summary>
/// <remarks>
/// A seed derives from the scenario's seed and the number of the replication, never from the point: replication
/// <c>r</c> of every point meets the same arrivals and service times, so that points are compared in pairs.
/// </remarks>
public static class Seeds
{
    /// <summary>The seed of a replication; that of replication 0 is the scenario's own.</summary>
    public static ulong OfReplication(ulong scenarioSeed, int replication)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(replication);
        return replication == 0 ? scenarioSeed : Fingerprint.Of("replication").With(scenarioSeed).With((ulong)replication).Value;
    }

    /// <summary>The seed of the pilot run that finds the warm-up; no replication uses it.</summary>
    public static ulong OfPilot(ulong scenarioSeed) => Fingerprint.Of("pilot").With(scenarioSeed).Value;
}
