using System.Diagnostics;

namespace GmpSim.Calibration.Golang;

/// <summary>Everything that counts up, at one instant.</summary>
/// <param name="Report">What the Go program says.</param>
/// <param name="Server">What its threads have counted.</param>
/// <param name="Clients">What those of the load generator have counted.</param>
/// <param name="BusySeconds">How long the CPUs have been busy.</param>
/// <param name="OwnCpuSeconds">How long with the Go program and this process.</param>
internal sealed record GoLook(GoReport Report, ThreadCounts Server, ThreadCounts Clients, double BusySeconds, double OwnCpuSeconds)
{
    /// <summary>Switches of both processes because a thread slept or ended.</summary>
    internal long Voluntary => Server.Voluntary + Clients.Voluntary;

    /// <summary>Switches of both processes because a thread was preempted.</summary>
    internal long Involuntary => Server.Involuntary + Clients.Involuntary;

    /// <summary>Looks now.</summary>
    internal static GoLook At(GoWorker worker, LoadGenerator? load, IReadOnlyList<int> cpus)
    {
        var report = worker.Report();
        using var self = Process.GetCurrentProcess();
        return new(report, worker.Threads(), load?.Threads() ?? new(0, 0, 0), CpuTimes.BusySeconds(cpus), (report.CpuNs / 1e9) + self.TotalProcessorTime.TotalSeconds);
    }
}
