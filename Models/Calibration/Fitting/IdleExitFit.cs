using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Probes;

namespace GmpSim.Calibration.Fitting;

/// <summary>The wake-up latency of a sleeper on another CPU as a step function of how long that CPU has been idle.</summary>
/// <remarks>
/// In the model a woken thread begins delivery + idle exit + switch after the waker's call. The sum is measured; delivery keeps its default where the sum has room for it.
/// The places of the steps are found on the latencies of all rounds together, and are as exact as the gaps are close; the levels have intervals of their own.
/// </remarks>
internal static class IdleExitFit
{
    /// <summary>What generic-x86 has for <c>kernel.wake_deliver</c>.</summary>
    private const double Deliver = 400;

    private const double NanosecondsPerMicrosecond = 1000;

    internal static IEnumerable<FittedCost> Fit(Readings readings)
    {
        var gaps = WakeSweep.GapsMicroseconds;
        var latencies = gaps.Select(gap => readings.Median(FutexProbe.Id, WakeSweep.Latency(gap))).ToArray();
        if (latencies.Any(latency => latency is null) || readings.Median(SwitchProbe.Id, "yield-to-other") is null) yield break;

        var steps = LinearFit.ThreeSteps([.. latencies.Select(latency => latency!.Value.Value)]);
        var shallow = Rest(readings, gaps[..steps.Second]);
        var deliver = Math.Clamp(shallow.Value, 0, Deliver);
        yield return Cost("kernel.wake_deliver", shallow with { Value = deliver, Low = Math.Clamp(shallow.Low, 0, deliver), High = Math.Max(deliver, Math.Clamp(shallow.High, 0, Deliver)) }, "delivery and shallow idle exit are measured as a sum, of which the default of generic-x86 counts as delivery");
        yield return Level("kernel.idle_exit_shallow", shallow, deliver, gaps[..steps.Second]);
        yield return Level("kernel.idle_exit_medium", Rest(readings, gaps[steps.Second..steps.Third]), deliver, gaps[steps.Second..steps.Third]);
        yield return Level("kernel.idle_exit_deep", Rest(readings, gaps[steps.Third..]), deliver, gaps[steps.Third..]);
        yield return Place("kernel.idle_gap_medium", gaps, steps.Second, shallow.Blocks);
        yield return Place("kernel.idle_gap_deep", gaps, steps.Third, shallow.Blocks);
    }

    // What is left of the latency after the waker's call and the switch, over the gaps of one level.
    private static Estimate Rest(Readings readings, int[] gaps) => readings.Estimate(
        [
            .. gaps.Select(gap => (FutexProbe.Id, WakeSweep.Latency(gap))),
            .. gaps.Select(gap => (FutexProbe.Id, WakeSweep.Call(gap))),
            (SwitchProbe.Id, "yield-to-other"), (SwitchProbe.Id, "yield-alone"),
        ],
        values => gaps.Select((_, i) => values[i] - values[gaps.Length + i]).Average() - (values[^2] - values[^1])) ?? default;

    private static FittedCost Level(string key, Estimate rest, double deliver, int[] gaps) => Cost(
        key, rest.Map(value => Math.Max(0, value - deliver)),
        $"wake-up latency across CPUs (futex) after {gaps[0]} to {gaps[^1]} us of idling, less the waker's call, delivery and a switch");

    private static FittedCost Place(string key, int[] gaps, int step, int blocks) => new(
        key, Math.Sqrt(gaps[step - 1] * (double)gaps[step]) * NanosecondsPerMicrosecond, gaps[step - 1] * NanosecondsPerMicrosecond, gaps[step] * NanosecondsPerMicrosecond, blocks,
        $"step in the wake-up latency (futex) between gaps of {gaps[step - 1]} and {gaps[step]} us");

    private static FittedCost Cost(string key, Estimate estimate, string explanation) => new(key, estimate.Value, estimate.Low, estimate.High, estimate.Blocks, explanation);
}
