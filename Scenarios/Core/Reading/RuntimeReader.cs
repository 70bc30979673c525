using GmpSim.Engine;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the <c>runtime</c> section.</summary>
internal static class RuntimeReader
{
    private const int MostPs = 1024;

    /// <summary>The section.</summary>
    /// <param name="node">Its node; <see langword="null"/> where it is not written.</param>
    /// <param name="fallback">Where it would stand.</param>
    /// <param name="cpus">CPUs that the server may use: the number of Ps by default.</param>
    /// <param name="context">Takes problems and uses.</param>
    public static RuntimeSpec Read(SourceNode? node, SourceSpan fallback, int cpus, ReadContext context)
    {
        var section = Section.Of(node, RuntimeShapes.Runtime, fallback);
        return new RuntimeSpec
        {
            GoMinor = section.Value<int>("go"),
            Gomaxprocs = section.Value("gomaxprocs", Math.Min(cpus, MostPs)),
            Netpoller = Netpoller(section.Sub("netpoller"), context.Problems),
            ExactPollTimeout = section.Value<string>("poll_timeout") == "exact",
            Toggles = Toggles(section.Sub("toggles")),
        };
    }

    private static NetpollerSpec Netpoller(Section section, DiagnosticBag problems)
    {
        var topology = section.Value<string>("topology");
        CheckCombination(section, topology, problems);
        return new NetpollerSpec
        {
            Topology = topology,
            Shards = section.Value<int>("shards"),
            Trigger = section.Value<string>("trigger"),
            Oneshot = section.Value<bool>("oneshot"),
            Exclusive = section.Value<bool>("exclusive"),
            Waiters = section.Value<string>("waiters"),
            MaxEvents = section.Value<int>("max_events"),
            RebindOnMigrate = section.Value<bool>("rebind_on_migrate"),
        };
    }

    private static void CheckCombination(Section section, string topology, DiagnosticBag problems)
    {
        if (section.Has("shards") && topology is not ("sharded" or "dedicated"))
            problems.Error(Codes.OptionWithoutEffect, section.KeySpan("shards"), $"'shards' goes with topology 'sharded' or 'dedicated', not '{topology}'");
        if (section.Has("rebind_on_migrate") && topology != "per-p")
            problems.Error(Codes.OptionWithoutEffect, section.KeySpan("rebind_on_migrate"), $"'rebind_on_migrate' goes with topology 'per-p', not '{topology}'");
        if (section.Value<string>("waiters") == "all" && topology is not ("shared" or "sharded"))
            problems.Error(Codes.OptionWithoutEffect, section.KeySpan("waiters"), $"'waiters: all' goes with topology 'shared' or 'sharded', not '{topology}': its instances have one owner each");
        if (!section.Value<bool>("rebind_on_migrate") && (section.Value<string>("trigger") == "level" || section.Value<bool>("oneshot")))
            problems.Error(Codes.OptionWithoutEffect, section.KeySpan("rebind_on_migrate"), "'rebind_on_migrate: false' goes with edge-triggered events alone: a level, or a one-shot event that is armed again, cannot be lost");
        if (section.Value<bool>("exclusive") && section.Value<string>("trigger") == "level")
            problems.Error(Codes.OptionWithoutEffect, section.KeySpan("exclusive"), "'exclusive' goes with trigger 'edge': a level-triggered poller switches its registrations on and off, which EPOLLEXCLUSIVE refuses");
        if (section.Value<bool>("oneshot") && section.Value<bool>("exclusive"))
            problems.Error(Codes.OptionWithoutEffect, section.KeySpan("exclusive"), "'exclusive' and 'oneshot' exclude each other: EPOLLEXCLUSIVE refuses EPOLLONESHOT");
    }

    private static TogglesSpec Toggles(Section section) => new()
    {
        Runnext = section.Value<bool>("runnext"),
        Steal = section.Value<bool>("steal"),
        StealPause = section.Value<SimDuration>("steal_pause"),
        Spinning = section.Value<bool>("spinning"),
        Sysmon = section.Value<bool>("sysmon"),
        AsyncPreempt = section.Value<bool>("async_preempt"),
        FairnessTick = section.Value<bool>("fairness_tick"),
    };
}
