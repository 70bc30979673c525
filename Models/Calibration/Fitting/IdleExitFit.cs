using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Probes;
using MathNet.Numerics.LinearRegression;

namespace GmpSim.Calibration.Fitting;

/// <summary>The wake-up latency of a sleeper on another CPU by how long that CPU has been idle: steps, and on machines whose caches go cold meanwhile (<see cref="ColdStartFit"/>) a step and what that adds.</summary>
/// <remarks>
/// In the model a woken thread begins delivery + idle exit + switch after the waker's call, or where an interrupt is sent, after the call without it (<see cref="InterruptFit"/>): the two overlap.
/// The sum is measured; delivery keeps its default where the sum has room for it.
/// The places of the steps are found on the latencies of all rounds together, and are as exact as the gaps are close; the levels have intervals of their own.
/// What longer gaps add to the shallow level is read off the wake-ups out of epoll_wait: some kernels have a long FUTEX_WAKE of a halted virtual CPU, which ends after the woken thread has begun.
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
        var shallow = Estimate(readings, steps.Second, (level, _) => level);
        var (deliverKey, most) = InterruptFit.Sent(readings) is null ? ("kernel.wake_deliver", Deliver) : ("kernel.ipi_deliver", InterruptFit.Deliver);
        var deliver = Math.Clamp(shallow.Value, 0, most);
        yield return Cost(deliverKey, shallow with { Value = deliver, Low = Math.Clamp(shallow.Low, 0, deliver), High = Math.Max(deliver, Math.Clamp(shallow.High, 0, most)) }, "delivery and shallow idle exit are measured as a sum, of which the default of generic-x86 counts as delivery");
        yield return Level("kernel.idle_exit_shallow", shallow, deliver, gaps[..steps.Second], "");
        yield return Place("kernel.idle_gap_medium", gaps, steps.Second, shallow.Blocks);
        yield return Place("kernel.idle_gap_deep", gaps, steps.Third, shallow.Blocks);
        foreach (var cost in Longer(readings, steps.Second, steps.Third, deliver)) yield return cost;
    }

    private static IEnumerable<FittedCost> Longer(Readings readings, int second, int third, double deliver)
    {
        var gaps = WakeSweep.GapsMicroseconds;
        if (ColdStartFit.Time(readings) is { } time)
        {
            double[] shares = [.. gaps[second..].Select(gap => ColdStartFit.Share(gap, time))];
            const string Law = ", what goes with cold caches apart";
            var halted = Estimate(readings, second, (level, more) => level + StepAndCold(shares, more).Step);
            yield return Level("kernel.idle_exit_medium", halted, deliver, gaps[second..], Law);
            yield return Level("kernel.idle_exit_deep", halted, deliver, gaps[second..], Law);
            var cold = Estimate(readings, second, (_, more) => StepAndCold(shares, more).Cold);
            yield return Cost("kernel.cold_wake", cold, $"wake-up latency across CPUs after {gaps[second]} to {gaps[^1]} us of idling, less the waker's call: what grows with kernel.cold_time");
            yield break;
        }

        var medium = Estimate(readings, second, (level, more) => level + more[..(third - second)].Average());
        yield return Level("kernel.idle_exit_medium", medium, deliver, gaps[second..third], "");
        var deep = Estimate(readings, second, (level, more) => level + more[(third - second)..].Average());
        yield return Level("kernel.idle_exit_deep", deep, deliver, gaps[third..], "");
    }

    /// <summary>A step and a multiple of the shares that idling has made cold, neither below zero, by least squares.</summary>
    internal static (double Step, double Cold) StepAndCold(double[] shares, double[] more)
    {
        var (step, cold) = SimpleRegression.Fit(shares, more);
        if (cold < 0) return (Math.Max(0, more.Average()), 0);
        return step < 0 ? (0, SimpleRegression.FitThroughOrigin(shares, more)) : (step, cold);
    }

    /// <summary>A formula over the shallow level, without the waker's call and the switch, and over what each longer gap adds to it.</summary>
    private static Estimate Estimate(Readings readings, int second, Func<double, double[], double> formula)
    {
        var gaps = WakeSweep.GapsMicroseconds;
        var longer = gaps.All(gap => readings.Find(EpollWakeProbe.Id, WakeSweep.Latency(gap)) is not null) ? EpollWakeProbe.Id : FutexProbe.Id;
        var isSent = InterruptFit.Sent(readings) is not null;
        (string, string)[] inputs =
        [
            .. gaps.Select(gap => (FutexProbe.Id, WakeSweep.Latency(gap))), .. gaps.Select(gap => (FutexProbe.Id, isSent ? FutexProbe.OwnCpuWake : WakeSweep.Call(gap))),
            .. gaps.Select(gap => (longer, WakeSweep.Latency(gap))), .. gaps.Select(gap => (longer, !isSent ? WakeSweep.Call(gap) : longer == FutexProbe.Id ? FutexProbe.OwnCpuWake : EpollWakeProbe.OwnCpuWrite)),
            (SwitchProbe.Id, "yield-to-other"), (SwitchProbe.Id, "yield-alone"),
        ];
        return readings.Estimate(inputs, values =>
        {
            double Rest(int first, int gap) => values[first + gap] - values[first + gaps.Length + gap];
            double Shallow(int first) => Enumerable.Range(0, second).Average(gap => Rest(first, gap));

            var epoll = 2 * gaps.Length;
            var level = Shallow(0) - (values[^2] - values[^1]);
            return formula(level, [.. Enumerable.Range(second, gaps.Length - second).Select(gap => Rest(epoll, gap) - Shallow(epoll))]);
        }) ?? default;
    }

    private static FittedCost Level(string key, Estimate rest, double deliver, int[] gaps, string more) => Cost(
        key, rest.Map(value => Math.Max(0, value - deliver)),
        $"wake-up latency across CPUs (futex, epoll_wait) after {gaps[0]} to {gaps[^1]} us of idling, less the waker's call, delivery and a switch{more}");

    private static FittedCost Place(string key, int[] gaps, int step, int blocks) => new(
        key, Math.Sqrt(gaps[step - 1] * (double)gaps[step]) * NanosecondsPerMicrosecond, gaps[step - 1] * NanosecondsPerMicrosecond, gaps[step] * NanosecondsPerMicrosecond, blocks,
        $"step in the wake-up latency (futex) between gaps of {gaps[step - 1]} and {gaps[step]} us");

    private static FittedCost Cost(string key, Estimate estimate, string explanation) => new(key, estimate.Value, estimate.Low, estimate.High, estimate.Blocks, explanation);
}
