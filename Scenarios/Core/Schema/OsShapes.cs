using GmpSim.Engine;
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

    /// <summary>The section.</summary>
    public static MappingShape Os { get; } = new(
        "'os'",
        Value("kernel", new KernelVersionValue(), "Linux version whose rules apply.", "6.12"),
        Value("cpu_quota", new KeywordOr<double>("none", new CoresValue()), "CPU quota of the server's cgroup: `none`, `2.5cores` or `250%`.", "none"),
        Value("fd_limit", new KeywordOr<int>("none", new CountValue(16, 10_000_000)), "Most open descriptors of the server (RLIMIT_NOFILE), or `none`.", "none"),
        Value("time_wait", new DurationValue(SimDuration.Zero, SimDuration.FromSeconds(3600), "60s"), "How long a closed socket stays in TIME_WAIT.", "60s"),
        Value("tw_reuse", new ChoiceValue("loopback", "always", "never"), "Which connects may use a port whose connection has been in TIME_WAIT for a second (tcp_tw_reuse 2, 1, 0).", "loopback"),
        Value("ephemeral_ports", new CountValue(2, 32_768), "Ports that connects can have towards one destination (ip_local_port_range, from 32768 on).", "28232"),
        Value("somaxconn", new CountValue(1, 1_000_000), "Longest backlog of a listening socket; its accept queue holds one more.", "4096"),
        Value("abort_on_overflow", new FlagValue(), "Whether a client that finds the accept queue full at the end of its handshake is reset (tcp_abort_on_overflow).", "false"),
        new("pin", s_pin, "CPUs that threads are bound to, such as `{server: \"0-3\"}`."));
}
