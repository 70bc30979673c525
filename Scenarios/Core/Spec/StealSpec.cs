using GmpSim.Engine;

namespace GmpSim.Scenarios.Spec;

/// <summary>The <c>os.steal</c> value, long form: what the host of a virtual machine takes from its cores.</summary>
/// <param name="Share">Share of each core's time, 0 for none and below 1.</param>
/// <param name="Gap">How long a core is gone each time.</param>
public sealed record StealSpec(double Share, Distribution Gap);
