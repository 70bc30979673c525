using GmpSim.Engine;
using GmpSim.Scenarios.Schema.Values;
using static GmpSim.Scenarios.Schema.KeyShape;

namespace GmpSim.Scenarios.Schema;

/// <summary>The <c>runtime</c> section.</summary>
internal static class RuntimeShapes
{
    private static readonly ChoiceValue s_topologies = new("shared", "per-p", "sharded", "dedicated");

    /// <summary>The long form of <c>netpoller</c>.</summary>
    public static MappingShape Netpoller { get; } = new(
        "'netpoller'",
        Value("topology", s_topologies, "`shared`: one epoll instance, as in Go; `per-p`: one a P; `sharded`: a fixed number; `dedicated`: threads that only poll.", "shared"),
        Value("shards", new CountValue(1, 1024), "Instances of `sharded`, threads of `dedicated`.", "1"),
        Value("trigger", new ChoiceValue("edge", "level"), "Edge- or level-triggered events.", "edge"),
        Value("oneshot", new FlagValue(), "EPOLLONESHOT: an event disarms its descriptor.", "false"),
        Value("exclusive", new FlagValue(), "EPOLLEXCLUSIVE: an event wakes one instance.", "false"),
        Value("waiters", new ChoiceValue("one", "all"), "`one`: at most one M blocks on an instance; `all`: any idle M may.", "one"),
        Value("max_events", new CountValue(1, 4096), "Events that one epoll_wait returns at most.", "128"),
        Value("rebind_on_migrate", new FlagValue(), "Whether a descriptor is registered anew when its goroutine parks on another P (`per-p` only).", "true"));

    private static readonly MappingShape s_toggles = new(
        "'toggles'",
        Value("runnext", new FlagValue(), "The runnext slot: a goroutine made ready runs next on the same P.", "true"),
        Value("steal", new FlagValue(), "Work stealing.", "true"),
        Value("steal_pause", new DurationValue(SimDuration.Zero, SimDuration.FromMilliseconds(10), "3us"), "Pause of a thief before it takes a victim's runnext; timer slack comes on top.", "3us"),
        Value("spinning", new FlagValue(), "Spinning Ms.", "true"),
        Value("sysmon", new FlagValue(), "The system monitor.", "true"),
        Value("async_preempt", new FlagValue(), "Preemption by signal.", "true"),
        Value("fairness_tick", new FlagValue(), "The look at the global queue every 61st schedtick.", "true"));

    private static readonly KeywordOr<int> s_gogc = new("off", new CountValue(1, 100_000));

    private static readonly MappingShape s_gc = new(
        "'gc'",
        Value("gogc", s_gogc, "GOGC: how many per cent the heap may grow over what is alive before it is collected; `off` for never.", "100"),
        Value("live_heap", new BytesValue(1 << 30), "Bytes that stay reachable; what `alloc` adds is garbage by the next collection.", "4MiB"),
        Value("scannable", new PercentValue(), "Share of the live heap that holds pointers and has to be scanned.", "50%"),
        Value("memory_limit", new KeywordOr<int>("none", new BytesValue(int.MaxValue, 1 << 20)), "GOMEMLIMIT (from Go 1.19): collections start early enough to stay below, whatever GOGC says.", "none"));

    /// <summary>One call of runtime.GOMAXPROCS.</summary>
    public static MappingShape Change { get; } = new(
        "a change",
        Required("at", new DurationValue(SimDuration.Zero, SimDuration.FromSeconds(86_400), "2s"), "When the program makes the call, from the start of the run."),
        Required("gomaxprocs", new CountValue(1, 1024), "Number of Ps from then on."));

    /// <summary>One CPU limit of the cgroup.</summary>
    public static MappingShape CgroupLimit { get; } = new(
        "a limit",
        Required("at", new DurationValue(SimDuration.Zero, SimDuration.FromSeconds(86_400), "2s"), "From when it holds, from the start of the run."),
        Required("limit", new KeywordOr<double>("none", new CoresValue()), "Quota divided by period: `none`, `1.5cores` or `150%`."));

    /// <summary>The section.</summary>
    public static MappingShape Runtime { get; } = new(
        "'runtime'",
        Value("go", new GoVersionValue(), "Go version whose rules apply.", $"1.{GoVersionValue.Newest}"),
        Value("gomaxprocs", new CountValue(1, 1024), "Number of Ps; the number of the machine's logical CPUs without this key (of those the server is pinned to, if it is)."),
        new("netpoller", new EitherShape("'netpoller'", new ValueShape(s_topologies), Netpoller) { ShortFor = "topology" }, "The network poller: its topology alone, or the long form.") { Default = "shared" },
        new("gc", new EitherShape("'gc'", new ValueShape(s_gogc), s_gc) { ShortFor = "gogc" }, "The garbage collector: GOGC alone, or the long form. Only programs with `alloc` have one.") { Default = "100" },
        new("changes", new SequenceShape("'changes'", Change), "Calls of runtime.GOMAXPROCS while the program runs, in order of time."),
        new("cgroup_limits", new SequenceShape("'cgroup_limits'", CgroupLimit), "CPU limits of the server's cgroup that replace `os.cpu_quota` as time goes by, in order of time. From Go 1.25 on GOMAXPROCS follows them where nothing else sets it."),
        Value("poll_timeout", new ChoiceValue("1ms", "exact"), "Granularity of a blocked poller's time-out: `1ms` as in Go; `exact` as with epoll_pwait2.", "1ms"),
        new("toggles", s_toggles, "Parts of the scheduler to switch off, to see what they do."));
}
