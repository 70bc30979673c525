using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace GmpSim.Calibration.Measuring;

/// <summary>What a reader of the figures should know of the machine they were measured on.</summary>
internal sealed partial class MachineFacts
{
    private const string CpuInfo = "/proc/cpuinfo";

    internal required string Processor { get; init; }

    internal required string Vendor { get; init; }

    internal required string Kernel { get; init; }

    /// <summary>The version in figures; <see langword="null"/> where it cannot be read.</summary>
    internal string? KernelVersion => VersionPattern().Match(Kernel) is { Success: true } found ? found.Value : null;

    /// <summary>What the kernel was told about scheduling and idling.</summary>
    internal required IReadOnlyList<string> SchedulerOptions { get; init; }

    /// <summary>A warning where the kernel's scheduler is not that of released kernels; <see langword="null"/> otherwise.</summary>
    internal string? ForeignScheduler => Measuring.SchedulerOptions.Unknown(SchedulerOptions) is { Count: > 0 } unknown
        ? $"this kernel was started with {string.Join(' ', unknown)}, which no released Linux knows: it may put threads elsewhere than the models do, and checks without bound threads show by how much"
        : null;

    internal required string Governor { get; init; }

    internal required string Virtualised { get; init; }

    internal required string ClockSource { get; init; }

    internal required string Mitigations { get; init; }

    internal required CpuTopology Topology { get; init; }

    internal static MachineFacts Read(CpuTopology topology) => new()
    {
        Processor = FromCpuInfo("model name") ?? FromCpuInfo("CPU part") ?? "unknown",
        Vendor = FromCpuInfo("vendor_id") ?? "unknown",
        Kernel = $"{Line("/proc/sys/kernel/osrelease") ?? RuntimeInformation.OSDescription} {Line("/proc/sys/kernel/version") ?? ""}".Trim(),
        SchedulerOptions = Measuring.SchedulerOptions.OfThisMachine(),
        Governor = Line("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor") ?? "not visible",
        Virtualised = FromCpuInfo("flags")?.Split(' ').Contains("hypervisor") switch
        {
            true => $"yes{(Line("/sys/class/dmi/id/sys_vendor") is { } vendor ? $" ({vendor})" : "")}",
            false => "no",
            null => "unknown",
        },
        ClockSource = Line("/sys/devices/system/clocksource/clocksource0/current_clocksource") ?? "not visible",
        Mitigations = Line("/sys/devices/system/cpu/vulnerabilities/spectre_v2") ?? "not visible",
        Topology = topology,
    };

    /// <summary>The facts as name and value, in the order in which they are shown.</summary>
    internal IEnumerable<(string Name, string Value)> Lines()
    {
        yield return ("processor", Processor);
        yield return ("kernel", Kernel);
        yield return ("scheduling options of the kernel", SchedulerOptions.Count == 0 ? "none" : string.Join(' ', SchedulerOptions));
        yield return ("CPUs used", string.Create(CultureInfo.InvariantCulture, $"{Topology.Cpus.Count}: {Topology.Sockets} socket(s), {Topology.LlcsPerSocket} last-level cache(s) a socket, {Topology.CoresPerLlc} core(s) a cache, {Topology.ThreadsPerCore} thread(s) a core, {Topology.NumaNodesPerSocket} NUMA node(s) a socket"));
        yield return ("virtualised", Virtualised);
        yield return ("frequency governor", Governor);
        yield return ("clock source", ClockSource);
        yield return ("spectre_v2", Mitigations);
    }

    private static string? FromCpuInfo(string name) => File.Exists(CpuInfo)
        ? File.ReadLines(CpuInfo).Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()).FirstOrDefault()
        : null;

    private static string? Line(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadLines(path).FirstOrDefault()?.Trim() : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^\d+\.\d+(\.\d+)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionPattern();
}
