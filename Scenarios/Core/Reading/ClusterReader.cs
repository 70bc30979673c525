using GmpSim.Engine;
using GmpSim.Load;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the <c>cluster</c> section.</summary>
internal static class ClusterReader
{
    /// <summary>The section; <see langword="null"/> where it is not written.</summary>
    /// <param name="entry">Its entry in the scenario.</param>
    /// <param name="workload">What the replicas serve, if that could be read.</param>
    /// <param name="runtime">Their runtime, if that could be read.</param>
    /// <param name="problems">Where problems go.</param>
    public static ClusterSpec? Read(SourceEntry? entry, WorkloadSpec? workload, RuntimeSpec? runtime, DiagnosticBag problems)
    {
        if (entry is not { } written) return null;
        if (workload is not null && Misfit(workload, runtime) is { } why) problems.Error(Codes.ParametersContradict, written.Key.Span, why);
        var section = Section.Of(written.Value, ClusterShapes.Cluster, written.Key.Span);
        var autoscale = section.Has("autoscale") ? Autoscale(section.Sub("autoscale"), problems) : null;
        var replicas = section.Value("replicas", autoscale?.Rule.Min ?? 1);
        if (autoscale is { Rule: { } rule } && (replicas < rule.Min || replicas > rule.Max))
            problems.Error(Codes.ParametersContradict, section.SpanOf("replicas"), $"'replicas' ({replicas}) must lie between 'min' ({rule.Min}) and 'max' ({rule.Max}) of 'autoscale'");
        return new(replicas, section.Value<string>("balancer") == "round-robin" ? BalancingPolicy.RoundRobin : BalancingPolicy.LeastConnections, autoscale);
    }

    private static AutoscaleSpec Autoscale(Section section, DiagnosticBag problems)
    {
        int min = section.Value<int>("min"), max = section.Value<int>("max"), target = Percent(section, "target", problems);
        if (target < 1) problems.Error(Codes.ParametersContradict, section.SpanOf("target"), "a target of 0% would ask for endlessly many replicas");
        if (max < min)
        {
            var key = section.Has("max") ? "max" : "min";
            problems.Error(Codes.ParametersContradict, section.SpanOf(key), $"'max' ({max}) is less than 'min' ({min})");
        }

        var rule = new ScalingOptions
        {
            TargetPercent = target,
            Min = min,
            Max = max,
            TolerancePercent = Percent(section, "tolerance", problems),
            Stabilisation = section.Value<SimDuration>("stabilisation"),
            GrowthPeriod = section.Value<SimDuration>("growth_period"),
            GrowthReplicas = section.Value<int>("growth_replicas"),
            GrowthPercent = Percent(section, "growth_percent", problems),
        };
        return new(rule, section.Value<SimDuration>("sync"), section.Value<SimDuration>("startup"));
    }

    private static int Percent(Section section, string key, DiagnosticBag problems)
    {
        var percent = section.Value<double>(key) * 100;
        var whole = (int)Math.Round(percent);
        if (Math.Abs(percent - whole) > 1e-6) problems.Error(Codes.NotAValue, section.SpanOf(key), $"'{key}' is a whole percentage: the rule calculates with whole per cent", $"{whole}%");
        return whole;
    }

    /// <summary>Why replicas cannot serve this; <see langword="null"/> if they can.</summary>
    private static string? Misfit(WorkloadSpec workload, RuntimeSpec? runtime) => workload switch
    {
        { Server.Kind: not ("http" or "echo") } => $"the replicas of a cluster are servers of kind 'http' or 'echo', not '{workload.Server.Kind}'",
        { Clients.Count: > 1 } => "a cluster has one client, whose requests the balancer deals to the replicas",
        { Clients: [{ IsClosedLoop: true } or { Kind: "replay" }] } => "the client of a cluster is of kind 'open', or 'scripted' with a 'rate': its requests arrive at the balancer, whatever becomes of the others",
        { Clients: [{ SameMachine: true }] } => "the client of a cluster is on none of its machines: it needs 'on: remote'",
        { Clients: [{ KeepAlive: false }] } => "the balancer of a cluster keeps its connections to the replicas: 'keep_alive: false' does not go with it",
        _ when runtime is { Changes.Count: > 0 } or { CgroupLimits.Count: > 0 } => "'changes' and 'cgroup_limits' of the runtime are at times of the run, and the replicas of a cluster start at times of their own",
        _ when runtime is { Netpoller.RebindOnMigrate: false } => "the client of a cluster does not give up, so 'rebind_on_migrate: false', which loses events, does not go with it",
        _ => null,
    };
}
