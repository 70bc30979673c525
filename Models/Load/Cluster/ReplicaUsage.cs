using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>What the replicas of a service have used since the autoscaler looked last.</summary>
/// <param name="Ready">Replicas that have been ready all that time, whose figures count.</param>
/// <param name="Unready">Replicas that have not.</param>
/// <param name="Used">CPU time that the ready ones have used.</param>
/// <param name="RequestedEach">CPU time that each of them requests for such a time; above zero.</param>
public readonly record struct ReplicaUsage(int Ready, int Unready, SimDuration Used, SimDuration RequestedEach)
{
    /// <summary>Utilisation of the ready ones [whole per cent, rounded down].</summary>
    public int Percent => PercentOf(Ready);

    /// <summary>The same if those that are not ready are taken to use nothing.</summary>
    public int PercentWithUnready => PercentOf(Ready + Unready);

    private int PercentOf(int replicas) => (int)((Int128)Used.Picoseconds * 100 / ((Int128)RequestedEach.Picoseconds * replicas));
}
