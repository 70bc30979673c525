using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Probes;

namespace GmpSim.Calibration.Fitting;

/// <summary>How far apart timers go off that were set for the same time ahead: the width of the uniform distribution with the box (quartiles) of single samples, each round by itself.</summary>
internal static class TimerFit
{
    internal static IEnumerable<FittedCost> Fit(Readings readings)
    {
        if (readings.EstimateOfSamples([(TimerProbe.Id, TimerProbe.Begin)], samples => 2 * BoxOf(samples[0])) is { Low: > 0 } width)
            yield return new("kernel.timer_jitter", width.Value, width.Low, width.High, width.Blocks, "probe timer: twice the box of the times at which its CPU's timer holds up a thread that reads the clock");
    }

    private static double BoxOf(IReadOnlyCollection<double> samples) => RobustStatistics.Quantile(samples, 0.75) - RobustStatistics.Quantile(samples, 0.25);
}
