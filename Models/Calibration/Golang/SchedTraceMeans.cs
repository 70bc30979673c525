namespace GmpSim.Calibration.Golang;

/// <summary>Means over the lines of schedtrace within a window: sysmon prints them some 10 ms apart, so they stand for the time between.</summary>
/// <param name="IdlePs">Ps without an M.</param>
/// <param name="Threads">Ms there are.</param>
/// <param name="SpinningThreads">Ms that look for work.</param>
/// <param name="IdleThreads">Ms that are parked.</param>
/// <param name="GlobalQueue">Goroutines in the global run queue.</param>
/// <param name="LocalQueues">Goroutines in the rings of all Ps together.</param>
public sealed record SchedTraceMeans(double IdlePs, double Threads, double SpinningThreads, double IdleThreads, double GlobalQueue, double LocalQueues)
{
    /// <summary>The means; <see langword="null"/> without a line.</summary>
    /// <param name="lines">Lines of one process.</param>
    public static SchedTraceMeans? Of(IReadOnlyCollection<SchedTraceLine> lines)
    {
        ArgumentNullException.ThrowIfNull(lines);
        return lines.Count == 0 ? null : new(
            lines.Average(line => line.IdlePs), lines.Average(line => line.Threads), lines.Average(line => line.SpinningThreads),
            lines.Average(line => line.IdleThreads), lines.Average(line => line.GlobalQueue), lines.Average(line => line.LocalQueues.Sum()));
    }
}
