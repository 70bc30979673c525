using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Probes;

namespace GmpSim.Calibration.Fitting;

/// <summary>Whether a waker sends an interrupt to an idle CPU, and what that takes of its time: what a wake-up call takes longer for a sleeper on another CPU, idle for 100 µs, than for one on the waker's own.</summary>
/// <remarks>
/// On the waker's own CPU, and where an idle CPU watches a flag, nothing is sent. In a virtual machine whose idle CPUs halt, sending leaves the guest, which is most of the call; a wake-up that needs none must not pay for it.
/// </remarks>
internal static class InterruptFit
{
    /// <summary>
    /// What counts as an interrupt [ns]: more than the lines that a wake-up on another CPU moves with or without one. Assumed: four to six lines of at most 150 ns each (run queue, its lock, the thread); sending took
    /// 8 µs on the virtual machine where this was found.
    /// </summary>
    private const double Least = 1_000;

    /// <summary>What generic-x86 has for <c>kernel.ipi_deliver</c>.</summary>
    internal const double Deliver = 1_000;

    /// <summary>Wake-up calls to another CPU and to the waker's own, of futexes and of epoll.</summary>
    internal static readonly (string Probe, string Parameter)[] Inputs =
    [
        (FutexProbe.Id, WakeSweep.Call(WakeSweep.UsualGapMicroseconds)), (FutexProbe.Id, FutexProbe.OwnCpuWake),
        (EpollWakeProbe.Id, WakeSweep.Call(WakeSweep.UsualGapMicroseconds)), (EpollWakeProbe.Id, EpollWakeProbe.OwnCpuWrite),
    ];

    /// <summary>What the interrupt takes [ns], of the medians of <see cref="Inputs"/>.</summary>
    internal static double Send(ReadOnlySpan<double> calls) => (calls[0] - calls[1] + calls[2] - calls[3]) / 2;

    /// <summary>What sending takes; <see langword="null"/> where nothing is sent.</summary>
    internal static Estimate? Sent(Readings readings) => readings.Estimate(Inputs, values => Send(values)) is { } sent && sent.Low > Least ? sent : null;

    internal static IEnumerable<FittedCost> Fit(Readings readings)
    {
        if (Sent(readings) is not { } sent) yield break;
        yield return new("kernel.ipi_send", sent.Value, sent.Low, sent.High, sent.Blocks, "probe futex + epoll.wake: a wake-up call for a sleeper on another CPU that has been idle for 100 us less the same for one on the waker's own CPU");
    }
}
