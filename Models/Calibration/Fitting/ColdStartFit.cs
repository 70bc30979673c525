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

    /// <summary>Times that come into question [ns], 0.1 to 50 ms, a percent apart, each with the share of the cost that is lost after each of the probe's gaps.</summary>
    private static readonly (double Time, double[] Shares)[] s_laws = [.. Enumerable.Range(0, 625).Select(i => 100_000 * Math.Pow(1.01, i)).Select(time => (time, Shares(time)))];

    private static readonly (string Probe, string Parameter)[] s_inputs = [.. ColdStartProbe.GapsMicroseconds.Select(gap => (ColdStartProbe.Id, ColdStartProbe.Extra(gap)))];

    internal static IEnumerable<FittedCost> Fit(Readings readings)
    {
        const string What = "probe cold: first round trip of a message on one CPU after 1 to 20 ms of idling, less the second; ";
        if (Cost(readings) is { } cost) yield return Of("kernel.cold_start", cost, What + "what it tends to");
        if (readings.Estimate(s_inputs, values => Law(values).Time) is { } time) yield return Of("kernel.cold_time", time, What + "time after which 63 % of that is lost");
    }

    /// <summary>The time of the law [ns]; <see langword="null"/> where idling costs nothing that could be told from noise.</summary>
    internal static double? Time(Readings readings) => Cost(readings) is { Low: > 0 } ? readings.Estimate(s_inputs, values => Law(values).Time)?.Value : null;

    /// <summary>The share of the cost that is lost after an idle time.</summary>
    /// <param name="gapMicroseconds">The idle time.</param>
    /// <param name="time">The time of the law [ns].</param>
    internal static double Share(int gapMicroseconds, double time) => 1 - Math.Exp(-gapMicroseconds * 1_000.0 / time);

    private static Estimate? Cost(Readings readings) => readings.Estimate(s_inputs, values => Law(values).Cost);

    /// <summary>Cost and time of the law [ns]; no cost and no time where nothing is lost.</summary>
    /// <param name="extra">What the first work costs more after each of the probe's gaps [ns].</param>
    internal static (double Cost, double Time) Law(double[] extra)
    {
        if (extra.Max() < Least) return (0, double.NaN);

        // With the time given, the law is a line through the origin.
        var (cost, time, _) = s_laws.Select(law => (Cost: Math.Max(0, SimpleRegression.FitThroughOrigin(law.Shares, extra)), law.Time, law.Shares))
            .MinBy(law => Distance.SSD([.. law.Shares.Select(share => share * law.Cost)], extra));
        return (cost, time);
    }

    private static double[] Shares(double time) => [.. ColdStartProbe.GapsMicroseconds.Select(gap => Share(gap, time))];

    private static FittedCost Of(string key, Estimate estimate, string explanation) => new(key, estimate.Value, estimate.Low, estimate.High, estimate.Blocks, explanation);
}
