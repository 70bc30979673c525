using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Probes;
using MathNet.Numerics;
using MathNet.Numerics.LinearRegression;

namespace GmpSim.Calibration.Fitting;

/// <summary>What idling makes the caches lose: <c>c · (1 − exp(−g / t))</c> through what the first work after a gap g costs more, by least squares.</summary>
internal static class ColdStartFit
{
    /// <summary>Below this nothing is lost that could be told from noise, and the time has no meaning [ns].</summary>
    private const double Least = 1_000;

    /// <summary>Times that come into question [ns]: 0.1 to 50 ms, a percent apart.</summary>
    private static readonly double[] s_times = [.. Enumerable.Range(0, 625).Select(i => 100_000 * Math.Pow(1.01, i))];

    internal static IEnumerable<FittedCost> Fit(Readings readings)
    {
        var inputs = ColdStartProbe.GapsMicroseconds.Select(gap => (ColdStartProbe.Id, ColdStartProbe.Extra(gap))).ToArray();
        const string What = "probe cold: first round trip of a message on one CPU after 1 to 20 ms of idling, less the second; ";
        if (readings.Estimate(inputs, values => Law(values).Cost) is { } cost) yield return Of("kernel.cold_start", cost, What + "what it tends to");
        if (readings.Estimate(inputs, values => Law(values).Time) is { } time) yield return Of("kernel.cold_time", time, What + "time after which 63 % of that is lost");
    }

    /// <summary>Cost and time of the law [ns]; no cost and no time where nothing is lost.</summary>
    /// <param name="extra">What the first work costs more after each of the probe's gaps [ns].</param>
    internal static (double Cost, double Time) Law(double[] extra)
    {
        if (extra.Max() < Least) return (0, double.NaN);
        return s_times.Select(time => (Cost: CostAt(time, extra), Time: time)).MinBy(law => Distance.SSD([.. Shares(law.Time).Select(share => share * law.Cost)], extra));
    }

    /// <summary>With the time given, the law is a line through the origin.</summary>
    private static double CostAt(double time, double[] extra) => Math.Max(0, SimpleRegression.FitThroughOrigin(Shares(time), extra));

    private static double[] Shares(double time) => [.. ColdStartProbe.GapsMicroseconds.Select(gap => 1 - Math.Exp(-gap * 1_000.0 / time))];

    private static FittedCost Of(string key, Estimate estimate, string explanation) => new(key, estimate.Value, estimate.Low, estimate.High, estimate.Blocks, explanation);
}
