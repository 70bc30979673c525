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
    /// <param name="problems">Takes problems.</param>
    public static RuntimeSpec Read(SourceNode? node, SourceSpan fallback, int cpus, DiagnosticBag problems)
    {
        var section = Section.Of(node, RuntimeShapes.Runtime, fallback);
        return new RuntimeSpec
        {
            GoMinor = section.Value<int>("go"),
            Gomaxprocs = section.Value("gomaxprocs", Math.Min(cpus, MostPs)),
            Netpoller = Netpoller(section.Sub("netpoller"), problems),
            Toggles = Toggles(section.Sub("toggles")),
        };
    }

    private static NetpollerSpec Netpoller(Section section, DiagnosticBag problems)
    {
        var topology = section.Value<string>("topology");
        if (section.Has("shards") && topology is "shared" or "per-p" && section.Has("shards"))
            problems.Error(Codes.OptionWithoutEffect, section.KeySpan("shards"), $"'shards' goes with topology 'sharded' or 'dedicated', not '{topology}'");
        if (section.Has("rebind_on_migrate") && topology != "per-p")
            problems.Error(Codes.OptionWithoutEffect, section.KeySpan("rebind_on_migrate"), $"'rebind_on_migrate' goes with topology 'per-p', not '{topology}'");
        if (section.Value<bool>("oneshot") && section.Value<bool>("exclusive"))
            problems.Error(Codes.OptionWithoutEffect, section.KeySpan("exclusive"), "'exclusive' and 'oneshot' exclude each other: EPOLLEXCLUSIVE refuses EPOLLONESHOT");

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
