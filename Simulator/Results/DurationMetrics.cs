using GmpSim.Engine;

namespace GmpSim.Results;

/// <summary>The metrics that are taken from histograms, by simulated and by real runs alike.</summary>
public static class DurationMetrics
{
    /// <summary>Mean, deviation, extremes and percentiles of request latency; nothing where no request was measured.</summary>
    /// <param name="latency">Latency of every measured request.</param>
    /// <param name="set">Takes a metric.</param>
    public static void OfLatency(Histogram latency, Action<Metric, double> set)
    {
        ArgumentNullException.ThrowIfNull(latency);
        ArgumentNullException.ThrowIfNull(set);
        if (latency.Count == 0) return;
        set(Metrics.LatencyMeanUs, latency.MeanPicoseconds / 1e6);
        set(Metrics.LatencySdUs, latency.DeviationPicoseconds / 1e6);
        set(Metrics.LatencyMinUs, latency.Min.Microseconds);
        set(Metrics.LatencyP50Us, latency.Quantile(0.5).Microseconds);
        set(Metrics.LatencyP95Us, latency.Quantile(0.95).Microseconds);
        set(Metrics.LatencyP99Us, latency.Quantile(0.99).Microseconds);
        set(Metrics.LatencyP999Us, latency.Quantile(0.999).Microseconds);
        set(Metrics.LatencyMaxUs, latency.Max.Microseconds);
    }

    /// <summary>Wake-up skew over all Ps or threads; nothing where none was measured.</summary>
    /// <param name="byP">Skew by P, or by thread.</param>
    /// <param name="set">Takes a metric.</param>
    public static void OfSkew(IReadOnlyList<Histogram> byP, Action<Metric, double> set)
    {
        ArgumentNullException.ThrowIfNull(byP);
        ArgumentNullException.ThrowIfNull(set);
        var all = new Histogram();
        foreach (var histogram in byP) all.Merge(histogram);
        if (all.Count == 0) return;
        set(Metrics.SkewMeanUs, all.MeanPicoseconds / 1e6);
        set(Metrics.SkewP50Us, all.Quantile(0.5).Microseconds);
        set(Metrics.SkewP99Us, all.Quantile(0.99).Microseconds);
        set(Metrics.SkewMaxUs, all.Max.Microseconds);
        set(Metrics.SkewEntropy, SkewEntropy.Of(byP));
    }
}
