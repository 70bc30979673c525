namespace GmpSim.Calibration.Fitting;

/// <summary>Why a cost of the profile was not measured.</summary>
internal static class NotMeasured
{
    private static readonly Dictionary<string, string> s_reasons = new(StringComparer.Ordinal)
    {
        ["kernel.newidle_pull"] = "not told apart from the time a thread waits for its core",
        ["kernel.migration_cost"] = "a constant of the kernel, visible in debugfs only",
        ["epoll.scan_lock"] = "one thread cannot tell it apart from the rest of a harvest",
        ["tcp.send_remote"] = "loopback has no other machine",
        ["tcp.softirq"] = "loopback has no other machine",
        ["tcp.port_probe"] = "contained in connect",
        ["cache.transfer_sibling"] = "no two CPUs here share a core",
        ["cache.transfer_llc"] = "no two cores here share a last-level cache",
        ["cache.transfer_socket"] = "one last-level cache here",
        ["cache.transfer_other_socket"] = "one socket here",
        ["cache.invalidate_sharer"] = "needs many sharers of a line",
        ["cache.memory_socket"] = "needs memory bound to another NUMA node",
        ["cache.memory_remote"] = "needs memory bound to another NUMA node",
    };

    /// <summary>The reason in words.</summary>
    /// <param name="key">The cost.</param>
    internal static string Reason(string key)
    {
        if (key.StartsWith("go.", StringComparison.Ordinal)) return "a cost of Go's runtime, not of the machine";
        if (key.StartsWith("client.", StringComparison.Ordinal)) return "a cost of the load generator";
        return s_reasons.GetValueOrDefault(key, "its probe did not run or gave nothing");
    }
}
