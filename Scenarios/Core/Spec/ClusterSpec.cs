using GmpSim.Load;

namespace GmpSim.Scenarios.Spec;

/// <summary>The <c>cluster</c> section: the server as a group of replicas, each on a machine of its own.</summary>
/// <param name="Replicas">Replicas that are ready when the run begins.</param>
/// <param name="Balancer">Which of them a request is sent to.</param>
/// <param name="Autoscale">What changes their number; <see langword="null"/> for nothing.</param>
public sealed record ClusterSpec(int Replicas, BalancingPolicy Balancer, AutoscaleSpec? Autoscale);
