using System.Diagnostics;

namespace GmpSim.Calibration.Golang;

/// <summary>What the Go program and the CPUs have counted up, at one instant.</summary>
/// <param name="Report">What the Go program says.</param>
/// <param name="BusySeconds">How long the CPUs have been busy.</param>
/// <param name="OwnCpuSeconds">How long with the Go program and this process.</param>
internal sealed record GoLook(GoReport Report, double BusySeconds, double OwnCpuSeconds)
{
    /// <summary>Looks now.</summary>
    internal static GoLook At(GoWorker worker, IReadOnlyList<int> cpus)
    {
        var report = worker.Report();
        using var self = Process.GetCurrentProcess();
        return new(report, CpuTimes.BusySeconds(cpus), (report.CpuNs / 1e9) + self.TotalProcessorTime.TotalSeconds);
    }
}
