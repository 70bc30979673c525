namespace GmpSim.Load;

/// <summary>Which replica a load balancer sends a request to.</summary>
public enum BalancingPolicy
{
    /// <summary>The one with the fewest requests that it has been sent and has not answered; in turn where several have as few (nginx: least_conn).</summary>
    LeastConnections,

    /// <summary>One after another (nginx: the default).</summary>
    RoundRobin,
}
