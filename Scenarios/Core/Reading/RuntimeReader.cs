using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Scenarios.Diagnostics;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Reading;

/// <summary>Reads the <c>runtime</c> section.</summary>
internal static class RuntimeReader
{
    private const int MostPs = 1024;
    private const int FirstMinorWithMemoryLimit = 19;
    private const int FirstMinorWithCgroups = 25;

    /// <summary>The section.</summary>
    /// <param name="node">Its node; <see langword="null"/> where it is not written.</param>
    /// <param name="fallback">Where it would stand.</param>
    /// <param name="cpus">CPUs that the server may use: the number of Ps by default.</param>
    /// <param name="quotaCores">CPU quota of the server's cgroup at the start; <see langword="null"/> for none.</param>
    /// <param name="context">Takes problems and uses.</param>
    public static RuntimeSpec Read(SourceNode? node, SourceSpan fallback, int cpus, double? quotaCores, ReadContext context)
    {
        var section = Section.Of(node, RuntimeShapes.Runtime, fallback);
        var minor = section.Value<int>("go");
        var changes = Changes(section, context.Problems);
        var limits = CgroupLimits(section, context);
        var followsCgroup = minor >= FirstMinorWithCgroups && !section.Has("gomaxprocs") && changes.Count == 0;
        var byDefault = Math.Min(minor >= FirstMinorWithCgroups ? AtStart(quotaCores, limits).DefaultGomaxprocs(cpus) : cpus, MostPs);
        return new RuntimeSpec
        {
            GoMinor = minor,
            Gomaxprocs = section.Value("gomaxprocs", followsCgroup ? byDefault : Math.Min(cpus, MostPs)),
            DefaultGomaxprocs = byDefault,
            FollowsCgroup = followsCgroup,
            Gc = Gc(section.Sub("gc"), minor, context.Problems),
            Changes = changes,
            CgroupLimits = limits,
            Netpoller = Netpoller(section.Sub("netpoller"), context.Problems),
            ExactPollTimeout = section.Value<string>("poll_timeout") == "exact",
            Toggles = Toggles(section.Sub("toggles")),
        };
    }

    private static GcSpec Gc(Section section, int minor, DiagnosticBag problems)
    {
        if (section.Value<int?>("memory_limit") is not null && minor < FirstMinorWithMemoryLimit)
            problems.Error(Codes.OptionWithoutEffect, section.KeySpan("memory_limit"), $"Go 1.{minor} has no memory limit: GOMEMLIMIT came with 1.{FirstMinorWithMemoryLimit}");
        return new()
        {
            Gogc = section.Value<int?>("gogc"),
            LiveHeapBytes = section.Value<int>("live_heap"),
            Scannable = section.Value<double>("scannable"),
            MemoryLimitBytes = section.Value<int?>("memory_limit"),
        };
    }

    private static List<GomaxprocsChangeSpec> Changes(Section section, DiagnosticBag problems)
    {
        var changes = new List<GomaxprocsChangeSpec>();
        foreach (var item in Items(section, "changes"))
        {
            var change = Section.Of(item, RuntimeShapes.Change, item.Span);
            var at = change.Value<SimDuration>("at");
            if (changes.Count > 0) CheckOrder(change, changes[^1].At, at, problems);
            changes.Add(new(at, change.Value<int>("gomaxprocs")));
        }

        return changes;
    }

    private static CgroupLimit AtStart(double? quotaCores, List<CgroupLimitSpec> limits) =>
        new(SimDuration.Zero, limits.Count > 0 && limits[0].At == SimDuration.Zero ? limits[0].Cores : quotaCores);

    private static List<CgroupLimitSpec> CgroupLimits(Section section, ReadContext context)
    {
        var limits = new List<CgroupLimitSpec>();
        foreach (var item in Items(section, "cgroup_limits"))
        {
            var limit = Section.Of(item, RuntimeShapes.CgroupLimit, item.Span);
            var at = limit.Value<SimDuration>("at");
            if (limits.Count > 0) CheckOrder(limit, limits[^1].At, at, context.Problems);
            limits.Add(new(at, limit.Value<double?>("limit")));
        }

        return limits;
    }

    private static IReadOnlyList<SourceNode> Items(Section section, string key) => (section.Node(key) as SourceSequence)?.Items ?? [];

    private static void CheckOrder(Section entry, SimDuration before, SimDuration at, DiagnosticBag problems)
    {
        if (at <= before) problems.Error(Codes.ParametersContradict, entry.SpanOf("at"), "the entries of the list are in order of time, and no two at one moment");
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
