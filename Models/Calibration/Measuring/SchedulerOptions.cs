namespace GmpSim.Calibration.Measuring;

/// <summary>What the kernel was told about scheduling and idling when it was started.</summary>
internal static class SchedulerOptions
{
    private const string CommandLine = "/proc/cmdline";

    /// <summary>Options of released kernels that begin with <c>sched</c>. Source: Documentation/admin-guide/kernel-parameters.txt of 4.5 to 6.18, and <c>sched_debug</c> up to 5.12.</summary>
    private static readonly string[] s_released = ["sched_debug", "sched_verbose", "schedstats", "sched_thermal_decay_shift", "sched_proxy_exec"];

    /// <summary>Others that decide where threads run, when a tick comes, and what an idle CPU does.</summary>
    private static readonly string[] s_related = ["cpuidle", "haltpoll", "idle", "isolcpus", "mitigations", "nohlt", "nohz", "nohz_full", "noautogroup", "nosmt", "preempt", "rcu_nocbs", "skew_tick", "threadirqs"];

    /// <summary>Those of this machine; empty where the command line cannot be read.</summary>
    internal static IReadOnlyList<string> OfThisMachine()
    {
        try
        {
            return File.Exists(CommandLine) ? Among(File.ReadAllText(CommandLine)) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Those of a command line, in its order; what follows <c>--</c> is for the first process.</summary>
    internal static IReadOnlyList<string> Among(string commandLine) =>
    [
        .. commandLine.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).TakeWhile(option => option != "--")
            .Where(option => NameOf(option) is var name && (name.StartsWith("sched", StringComparison.Ordinal) || s_related.Contains(name.Split('.')[0], StringComparer.Ordinal))),
    ];

    /// <summary>Options of the scheduler that no released kernel has: whoever built this one changed its scheduler, and the models are of Linux as it is released.</summary>
    internal static IReadOnlyList<string> Unknown(IEnumerable<string> options) =>
        [.. options.Where(option => NameOf(option).StartsWith("sched", StringComparison.Ordinal) && !s_released.Contains(NameOf(option), StringComparer.Ordinal))];

    private static string NameOf(string option) => option.Split('=')[0].Replace('-', '_');
}
