using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Scenarios.Worlds;

/// <summary>Checks the invariants of every replica of a cluster.</summary>
internal sealed class ClusterChecker : IEventObserver
{
    private readonly List<InvariantChecker> _replicas = [];

    /// <summary>Attaches itself, before the first event.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="everyEvents">Check before every n-th event.</param>
    internal ClusterChecker(Cluster cluster, int everyEvents)
    {
        foreach (var process in cluster.Processes) _replicas.Add(new(process, everyEvents));
        cluster.Created = process => _replicas.Add(new(process, everyEvents));
    }

    /// <inheritdoc/>
    public void OnEvent(Simulation simulation, in SimEvent occurrence)
    {
        foreach (var replica in _replicas) replica.OnEvent(simulation, in occurrence);
    }
}
