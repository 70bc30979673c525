using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>How many replicas a service should have: the rule of Kubernetes' HorizontalPodAutoscaler for a target of CPU utilisation.</summary>
/// <remarks>
/// Source: GetResourceReplicas in pkg/controller/podautoscaler/replica_calculator.go; stabilizeRecommendationWithBehaviors, convertDesiredReplicasWithBehaviorRate and
/// calculateScaleUpLimitWithScalingRules in horizontal.go (v1.31). Shrinking is limited by nothing but the stabilisation window and the least number, as by default.
/// Everything is whole numbers; Kubernetes divides in floating point, which can come to one replica more where the quotient is whole.
/// </remarks>
public sealed class ScalingRule
{
    private readonly ScalingOptions _options;
    private readonly List<(SimTime At, int Replicas)> _recommended = [];
    private readonly List<(SimTime At, int Change)> _changes = [];

    /// <summary>A rule that remembers nothing yet.</summary>
    public ScalingRule(ScalingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TargetPercent, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Min, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Max, options.Min, nameof(options));
        _options = options;
    }

    /// <summary>Decides, and remembers the decision.</summary>
    /// <param name="now">When.</param>
    /// <param name="current">Replicas that there are, those that are not ready included.</param>
    /// <param name="usage">What they have used.</param>
    /// <returns>Replicas that there are to be.</returns>
    public int Decide(SimTime now, int current, ReplicaUsage usage)
    {
        var wanted = Math.Clamp(current, _options.Min, _options.Max);
        if (wanted == current) wanted = Limited(now, current, Stabilised(now, current, Recommend(current, usage)));
        if (wanted != current) _changes.Add((now, wanted - current));
        return wanted;
    }

    /// <summary>ceil(replicas × utilisation / target), unless the utilisation is near the target. Who is not ready counts as idle when the service is to grow, and not at all otherwise.</summary>
    public int Recommend(int current, ReplicaUsage usage)
    {
        if (usage.Ready == 0) return current;
        if (usage.Percent <= _options.TargetPercent || usage.Unready == 0)
            return IsNearTarget(usage.Percent) ? current : Proportional(usage.Percent, usage.Ready);

        if (IsNearTarget(usage.PercentWithUnready) || usage.PercentWithUnready < _options.TargetPercent) return current;
        return Math.Max(current, Proportional(usage.PercentWithUnready, usage.Ready + usage.Unready));
    }

    private bool IsNearTarget(int percent) => Math.Abs(percent - _options.TargetPercent) * 100 <= _options.TolerancePercent * _options.TargetPercent;

    private int Proportional(int percent, int replicas) => (int)((((long)percent * replicas) + _options.TargetPercent - 1) / _options.TargetPercent);

    /// <summary>A service grows at once, and shrinks to the largest number that was recommended within the window.</summary>
    private int Stabilised(SimTime now, int current, int recommended)
    {
        if (_recommended.Count == 0) _recommended.Add((now, current));
        _recommended.RemoveAll(earlier => now - earlier.At >= _options.Stabilisation);
        var largest = recommended;
        foreach (var (_, replicas) in _recommended) largest = Math.Max(largest, replicas);
        _recommended.Add((now, recommended));
        return recommended > current ? recommended : Math.Min(current, largest);
    }

    private int Limited(SimTime now, int current, int wanted)
    {
        _changes.RemoveAll(earlier => now - earlier.At >= _options.GrowthPeriod);
        if (wanted <= current) return Math.Max(wanted, _options.Min);
        var before = current;
        foreach (var (_, change) in _changes) before -= change;
        var byPercent = ((before * (100 + _options.GrowthPercent)) + 99) / 100;
        var most = Math.Max(current, Math.Max(before + _options.GrowthReplicas, byPercent));
        return Math.Min(wanted, Math.Min(most, _options.Max));
    }
}
