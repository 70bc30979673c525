using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Probes;

namespace GmpSim.Calibration.Fitting;

/// <summary>How much the time to leave an idle state, and the cost of cold caches, scatter: from the boxes of single samples, each round by itself, so that drift between rounds is no scatter.</summary>
/// <remarks>
/// A lognormal distribution with median m and a box (quartiles) of height h has <c>h / m = 2 sinh(z σ)</c>, z = 0.6745. Boxes and not standard deviations, because one stolen millisecond among a hundred samples would decide on those.
/// </remarks>
internal static class SpreadFit
{
    /// <summary>Where a quarter of a normal distribution lies beyond, in standard deviations.</summary>
    private const double QuartileOfNormal = 0.6744897501960817;

    private const double MostPercent = 300;

    /// <summary>Of the time to leave an idle state, after gaps in which the CPU has surely gone idle.</summary>
    internal static Estimate? Idle(Readings readings)
    {
        var gaps = WakeSweep.GapsMicroseconds.Where(gap => gap >= 10).ToArray();
        (string, string)[] inputs =
        [
            .. gaps.Select(gap => (FutexProbe.Id, WakeSweep.Latency(gap))), .. gaps.Select(gap => (EpollWakeProbe.Id, WakeSweep.Latency(gap))),
            (FutexProbe.Id, FutexProbe.OwnCpuWake), (EpollWakeProbe.Id, EpollWakeProbe.OwnCpuWrite), (SwitchProbe.Id, "yield-to-other"), (SwitchProbe.Id, "yield-alone"),
        ];
        return readings.EstimateOfSamples(inputs, samples =>
        {
            double MedianOf(int index) => RobustStatistics.Median(samples[index]);
            var rest = MedianOf((2 * gaps.Length) + 2) - MedianOf((2 * gaps.Length) + 3);
            return PercentOf([.. Enumerable.Range(0, 2 * gaps.Length).Select(i => Sigma(samples[i], MedianOf((2 * gaps.Length) + (i / gaps.Length)) + rest))]);
        });
    }

    /// <summary>Of the cost of cold caches; <see langword="null"/> where idling costs nothing.</summary>
    internal static Estimate? Cold(Readings readings)
    {
        if (ColdStartFit.Time(readings) is null) return null;
        (string, string)[] inputs = [.. ColdStartProbe.GapsMicroseconds.Select(gap => (ColdStartProbe.Id, ColdStartProbe.Extra(gap)))];
        return readings.EstimateOfSamples(inputs, samples => PercentOf([.. samples.Select(sample => Sigma(sample, 0))]));
    }

    /// <summary>Standard deviation of the logarithm of what is left of samples without a part that does not scatter; NaN where nothing is left.</summary>
    internal static double Sigma(IReadOnlyCollection<double> samples, double constant)
    {
        var level = RobustStatistics.Median(samples) - constant;
        return level <= 0 ? double.NaN : Math.Asinh(RobustStatistics.Box(samples) / (2 * level)) / QuartileOfNormal;
    }

    /// <summary>Standard deviation over mean of the lognormal distribution with the median of some sigmas [%].</summary>
    private static double PercentOf(double[] sigmas)
    {
        var sigma = RobustStatistics.Median([.. sigmas.Where(double.IsFinite)]);
        return Math.Min(MostPercent, 100 * Math.Sqrt(Math.Exp(sigma * sigma) - 1));
    }
}
