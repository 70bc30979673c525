using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>One replica of a service that has started: a process on a machine of its own.</summary>
/// <param name="Account">What its threads use.</param>
/// <param name="Lane">The requests that it is sent.</param>
/// <param name="Client">Carries them to it.</param>
public sealed record Replica(ProcessAccount Account, BalancedLane Lane, RemoteClient Client)
{
    /// <summary>Since when it has been ready.</summary>
    public SimTime ReadySince { get; internal init; }

    /// <summary>CPU time that it had used when somebody looked last.</summary>
    internal SimDuration SeenCpu { get; set; }
}
