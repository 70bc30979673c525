using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Probes;

namespace GmpSim.Calibration.Fitting;

/// <summary>How far apart equal sleeps end: the width of the uniform distribution with the box (quartiles) of single samples, each round by itself. On a busy CPU, where leaving idle has no part in it.</summary>
internal static class TimerFit
{
    internal static IEnumerable<FittedCost> Fit(Readings readings)
    {
        if (readings.EstimateOfSamples([(TimerProbe.Id, TimerProbe.LateOnBusyCpu)], samples => 2 * RobustStatistics.Box(samples[0])) is { Low: > 0 } width)
            yield return new("kernel.timer_jitter", width.Value, width.Low, width.High, width.Blocks, "probe timer: twice the box of the times by which sleeps end late on a CPU that another thread keeps busy");
    }
}
