using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>How a horizontal autoscaler is set up. The defaults are those of Kubernetes' autoscaling/v2.</summary>
/// <remarks>Source: https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/ (Algorithm details, Default Behavior) and kube-controller-manager's flags of the names given.</remarks>
public sealed record ScalingOptions
{
    /// <summary>Wanted CPU utilisation of the replicas, of what they request [whole per cent, above 0].</summary>
    public required int TargetPercent { get; init; }

    /// <summary>Fewest replicas (minReplicas), at least 1.</summary>
    public required int Min { get; init; }

    /// <summary>Most replicas (maxReplicas).</summary>
    public required int Max { get; init; }

    /// <summary>How far the utilisation may lie from the target without consequence [per cent of the target] (--horizontal-pod-autoscaler-tolerance).</summary>
    public int TolerancePercent { get; init; } = 10;

    /// <summary>For how long the largest recommendation is remembered before a service shrinks (stabilizationWindowSeconds of scaleDown).</summary>
    public SimDuration Stabilisation { get; init; } = SimDuration.FromSeconds(300);

    /// <summary>The period in which growth is limited (periodSeconds of the policies of scaleUp).</summary>
    public SimDuration GrowthPeriod { get; init; } = SimDuration.FromSeconds(15);

    /// <summary>Replicas that may be added in such a period, even where <see cref="GrowthPercent"/> comes to less.</summary>
    public int GrowthReplicas { get; init; } = 4;

    /// <summary>Replicas that may be added in such a period, of those that there were at its beginning [per cent].</summary>
    public int GrowthPercent { get; init; } = 100;
}
