using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Probes;

namespace GmpSim.Calibration.Fitting;

/// <summary>Why a cost of the profile was not measured.</summary>
internal static class NotMeasured
{
    private static readonly Dictionary<string, string> s_reasons = new(StringComparer.Ordinal)
    {
        ["kernel.newidle_pull"] = "the kernel here pulled no waiting thread over to a CPU that went idle",
        ["kernel.thread_create_lock"] = "a part of pthread_create that only many threads starting others at once would show",
        ["kernel.signal_lock"] = "a part of tgkill that only many senders at once would show",
        ["kernel.descriptor_lock"] = "too few CPUs to saturate the lock: what they add to each other's dup and close is the way of its line; see probe contention",
        ["kernel.rcu_grace_period"] = "a wait within the kernel, which depends on what all other CPUs do",
        ["kernel.wake_deliver"] = "an interrupt tells idle CPUs here",
        ["kernel.ipi_deliver"] = "a wake-up call takes no longer for a sleeper on another CPU than the lines it moves: no interrupt is sent to an idle one",
        ["kernel.ipi_send"] = "a wake-up call takes no longer for a sleeper on another CPU than the lines it moves: no interrupt is sent to an idle one",
        ["kernel.ipi_send_vm"] = "part of the waker's measured call",
        ["kernel.halt_poll"] = "a setting of the host",
        ["kernel.halt_exit_polled"] = "part of the measured levels of idle exit",
        ["kernel.halt_exit_blocked"] = "part of the measured levels of idle exit",
        ["futex.bucket"] = "a part of each futex call that only many threads on one bucket would show",
        ["kernel.cold_wake"] = "idling costs nothing here that goes with cold caches",
        ["kernel.migration_cost"] = "a constant of the kernel, visible in debugfs only",
        ["epoll.scan_lock"] = "one thread cannot tell it apart from the rest of a harvest, and two CPUs do not saturate it; see probe contention",
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

    /// <summary>Probes of the costs that no single formula gives.</summary>
    private static readonly Dictionary<string, string[]> s_probes = new(StringComparer.Ordinal)
    {
        ["kernel.wake_deliver"] = [FutexProbe.Id, SwitchProbe.Id],
        ["kernel.idle_exit_shallow"] = [FutexProbe.Id, SwitchProbe.Id],
        ["kernel.idle_exit_medium"] = [FutexProbe.Id, SwitchProbe.Id],
        ["kernel.idle_exit_deep"] = [FutexProbe.Id, SwitchProbe.Id],
        ["kernel.idle_gap_medium"] = [FutexProbe.Id, SwitchProbe.Id],
        ["kernel.idle_gap_deep"] = [FutexProbe.Id, SwitchProbe.Id],
        ["kernel.ipi_deliver"] = [FutexProbe.Id, EpollWakeProbe.Id],
        ["kernel.ipi_send"] = [FutexProbe.Id, EpollWakeProbe.Id],
        ["kernel.timer_jitter"] = [TimerProbe.Id],
        ["kernel.slice"] = [QuantumProbe.Id, TimerProbe.Id],
        ["kernel.cold_start"] = [ColdStartProbe.Id],
        ["kernel.cold_time"] = [ColdStartProbe.Id],
        ["kernel.cold_wake"] = [ColdStartProbe.Id, FutexProbe.Id, EpollWakeProbe.Id],
    };

    /// <summary>The reason in words.</summary>
    /// <param name="key">The cost.</param>
    /// <param name="readings">What was measured.</param>
    internal static string Reason(string key, Readings readings)
    {
        if (key.StartsWith("go.", StringComparison.Ordinal)) return "a cost of Go's runtime, not of the machine";
        var needed = s_probes.GetValueOrDefault(key) ?? [.. CostFormulas.For(areInterruptsSent: false).Where(formula => formula.Key == key).SelectMany(formula => formula.Inputs.Select(input => input.Probe)).Distinct()];
        var missing = needed.Where(probe => readings.All.All(series => series.Probe != probe || !series.All.Any())).ToArray();
        if (missing.Length > 0) return $"needs the probe{(missing.Length == 1 ? "" : "s")} {string.Join(", ", missing)}, which did not run or gave nothing";
        return s_reasons.GetValueOrDefault(key, "its probe gave too little");
    }
}
