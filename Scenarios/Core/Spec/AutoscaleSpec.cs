using GmpSim.Engine;
using GmpSim.Load;

namespace GmpSim.Scenarios.Spec;

/// <summary>The <c>cluster.autoscale</c> section.</summary>
/// <param name="Rule">How many replicas there should be.</param>
/// <param name="Sync">Time between two looks.</param>
/// <param name="Startup">From asking for a replica until it is ready.</param>
public sealed record AutoscaleSpec(ScalingOptions Rule, SimDuration Sync, SimDuration Startup);
