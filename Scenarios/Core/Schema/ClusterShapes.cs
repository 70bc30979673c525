using GmpSim.Engine;
using GmpSim.Scenarios.Schema.Values;
using static GmpSim.Scenarios.Schema.KeyShape;

namespace GmpSim.Scenarios.Schema;

/// <summary>The <c>cluster</c> section.</summary>
internal static class ClusterShapes
{
    private static readonly CountValue s_replicas = new(1, 1000);
    private static readonly PercentValue s_percent = new();

    private static readonly MappingShape s_autoscale = new(
        "'autoscale'",
        Required("target", s_percent, "Wanted CPU utilisation of the replicas, of what they request: their quota, or the CPUs that they may use."),
        Value("min", s_replicas, "Fewest replicas.", "1"),
        Required("max", s_replicas, "Most replicas."),
        Value("sync", new DurationValue(SimDuration.FromMilliseconds(1), DurationValue.Longest, "15s"), "Time between two looks.", "15s"),
        Value("startup", new DurationValue(SimDuration.Zero, DurationValue.Longest, "30s"), "From asking for a replica until it is ready.", "30s"),
        Value("tolerance", s_percent, "How far the utilisation may lie from the target without consequence, of the target.", "10%"),
        Value("stabilisation", new DurationValue(SimDuration.Zero, DurationValue.Longest, "300s"), "For how long the largest recommendation is remembered before the service shrinks.", "300s"),
        Value("growth_period", new DurationValue(SimDuration.Zero, DurationValue.Longest, "15s"), "The period in which `growth_replicas` or `growth_percent` replicas may be added, whichever are more.", "15s"),
        Value("growth_replicas", new CountValue(0, 1000), "Replicas that may be added in a period.", "4"),
        Value("growth_percent", new PercentValue(1000), "Replicas that may be added in a period, of those that there were.", "100%"));

    /// <summary>The section.</summary>
    public static MappingShape Cluster { get; } = new(
        "'cluster'",
        Value("replicas", s_replicas, "Replicas that are ready when the run begins; `min` of `autoscale` without this key, where there is one, otherwise 1."),
        Value("balancer", new ChoiceValue("least-connections", "round-robin"), "Whom a request is sent to: the replica with the fewest under way, or each in turn.", "least-connections"),
        new("autoscale", s_autoscale, "A horizontal autoscaler with the rule of Kubernetes; the number of replicas stays as it is without this key."));
}
