using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Scenarios.Schema.Values;
using static GmpSim.Scenarios.Schema.KeyShape;

namespace GmpSim.Scenarios.Schema;

/// <summary>The <c>os</c> section.</summary>
internal static class OsShapes
{
    private static readonly MappingShape s_pin = new(
        "'pin'",
        Value("server", new CpuListValue(), "CPUs the server's threads may use; all without this key."),
        Value("client", new CpuListValue(), "CPUs the threads of clients on the same machine may use; all without this key."));

    private static readonly KeywordOr<double> s_limit = new("none", new CoresValue());
    private static readonly DurationValue s_period = new(SimDuration.FromMilliseconds(1), SimDuration.FromSeconds(1), "100ms");
    private static readonly PercentValue s_share = new();

    private static readonly MappingShape s_quota = new(
        "'cpu_quota'",
        Required("limit", s_limit, "Quota divided by period: `none`, `2.5cores` or `250%`."),
        Value("period", s_period, "Length of a period.", "100ms"),
        Value("burst", new DurationValue(SimDuration.Zero, SimDuration.FromSeconds(1000), "50ms"), "Unused CPU time that later periods may use on top (`cpu.max.burst`, from 5.14).", "0ms"),
        Value("slice", s_period, "What a core takes of the quota at a time (`sched_cfs_bandwidth_slice_us`).", "5ms"),
        Value("interrupts", new ChoiceValue("charged", "apart"), "Time that interrupts take from the server's threads: `charged` to its cgroup, or kept `apart` by a kernel with CONFIG_IRQ_TIME_ACCOUNTING.", "charged"));

    /// <summary>Threads of another tenant.</summary>
    public static MappingShape Background { get; } = new(
        "an entry of 'background'",
        Value("threads", new CountValue(0, 4096), "How many threads.", "1"),
        Value("utilisation", s_share, "Share of a core that each thread wants; what it cannot get is not made up for. At 100% it never sleeps, at 0% there are no threads.", "100%"),
        new("burst", DistributionShapes.Distribution, "CPU time that a thread uses between two sleeps; the sleeps are exponential.") { Default = "1ms" },
        Value("pin", new CpuListValue(), "CPUs that the threads may use; all without this key."),
        Value("per_cpu", new FlagValue(), "Whether each thread is bound to one of the CPUs of `pin`, or of all without it, dealt in turn.", "false"),
        Value("nice", new CountValue(-20, 19), "Nice level: -20 gets most of a contended core, 19 least.", "0"));

    /// <summary>The long form of <c>steal</c>.</summary>
    public static MappingShape Steal { get; } = new(
        "'steal'",
        Required("share", s_share, "Share of each core's time, busy or idle."),
        new("gap", DistributionShapes.Distribution, "How long a core is gone each time; `lognormal: {median: 150us, p99: 5ms}` without this key. The times between are exponential."));

    /// <summary>The section.</summary>
    public static MappingShape Os { get; } = new(
        "'os'",
        Value("kernel", new KernelVersionValue(), $"Linux version whose rules apply, {KernelRules.Oldest} to {KernelRules.Newest}.", "6.12"),
        Value("preemption", new ChoiceValue("none", "voluntary", "full", "lazy"), "How the kernel takes a core from a thread in user mode; without this key `voluntary`, from 7.0 on `lazy`."),
        new("cpu_quota", new EitherShape("'cpu_quota'", new ValueShape(s_limit), s_quota) { ShortFor = "limit" }, "CPU quota of the server's cgroup: `none`, `2.5cores` or `250%`, or the long form.") { Default = "none" },
        new("background", new SequenceShape("'background'", Background, min: 0, max: 100), "Threads of other tenants, which compete for the cores; `[]` for none."),
        new("steal", new EitherShape("'steal'", new ValueShape(s_share), Steal) { ShortFor = "share" }, "What the host takes of a virtual machine's cores: a share such as `3%`, or the long form.") { Default = "0%" },
        Value("fd_limit", new KeywordOr<int>("none", new CountValue(16, 10_000_000)), "Most open descriptors of the server (RLIMIT_NOFILE), or `none`.", "none"),
        Value("time_wait", new DurationValue(SimDuration.Zero, SimDuration.FromSeconds(3600), "60s"), "How long a closed socket stays in TIME_WAIT.", "60s"),
        Value("tw_reuse", new ChoiceValue("loopback", "always", "never"), "Which connects may use a port whose connection has been in TIME_WAIT for a second (tcp_tw_reuse 2, 1, 0).", "loopback"),
        Value("ephemeral_ports", new CountValue(2, 32_768), "Ports that connects can have towards one destination (ip_local_port_range, from 32768 on).", "28232"),
        Value("somaxconn", new CountValue(1, 1_000_000), "Longest backlog of a listening socket; its accept queue holds one more.", "4096"),
        Value("abort_on_overflow", new FlagValue(), "Whether a client that finds the accept queue full at the end of its handshake is reset (tcp_abort_on_overflow).", "false"),
        new("pin", s_pin, "CPUs that threads are bound to, such as `{server: \"0-3\"}`."));
}
