using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Golang;

/// <summary>What the kernel has counted of the threads of the Go program and of the load generator, at one instant; the Go program is not asked.</summary>
/// <param name="AtNs">The instant [ns of this process's clock].</param>
/// <param name="ServerThreads">Threads of the Go program.</param>
/// <param name="Voluntary">Times that a thread of either slept or ended.</param>
/// <param name="Involuntary">Times that one was preempted.</param>
/// <param name="SchedTraceLines">Lines of schedtrace until now.</param>
internal sealed record SwitchLook(long AtNs, int ServerThreads, long Voluntary, long Involuntary, int SchedTraceLines)
{
    /// <summary>Looks now.</summary>
    internal static SwitchLook At(GoWorker worker, LoadGenerator? load)
    {
        var server = worker.Threads();
        var both = server.Plus(load?.Threads() ?? new(0, 0, 0));
        return new(Clock.Now(), server.Threads, both.Voluntary, both.Involuntary, worker.Errors.SchedTraceCount);
    }
}
