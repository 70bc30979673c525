using GmpSim.Calibration.Golang;
using GmpSim.Results;

namespace GmpSim.Cli.Golang;

/// <summary>Figures of real Go programs under the names that simulated ones have.</summary>
internal static class GoValues
{
    /// <summary>One value a metric; what cannot be seen from outside stays empty.</summary>
    internal static double?[] Of(GoMeasurement measured)
    {
        var values = new double?[Metrics.All.Count];
        void Set(Metric metric, double? value) => values[metric.Index] = value is { } number && double.IsFinite(number) ? number : null;

        Set(Metrics.Requests, measured.Requests);
        Set(Metrics.Errors, measured.Errors);
        Set(Metrics.ThroughputRps, measured.Requests / measured.Seconds);
        if (measured.Requests > 0)
        {
            Set(Metrics.CpuUsPerRequest, measured.CpuSeconds * 1e6 / measured.Requests);
            Set(Metrics.LatencyMeanUs, measured.Latency.MeanPicoseconds / 1e6);
            Set(Metrics.LatencyP50Us, measured.Latency.Quantile(0.5).Microseconds);
            Set(Metrics.LatencyP95Us, measured.Latency.Quantile(0.95).Microseconds);
            Set(Metrics.LatencyP99Us, measured.Latency.Quantile(0.99).Microseconds);
            Set(Metrics.LatencyP999Us, measured.Latency.Quantile(0.999).Microseconds);
            Set(Metrics.LatencyMaxUs, measured.Latency.Max.Microseconds);
        }

        Set(Metrics.VoluntarySwitchesPerS, measured.VoluntarySwitchesPerSecond);
        Set(Metrics.InvoluntarySwitchesPerS, measured.InvoluntarySwitchesPerSecond);
        Set(Metrics.ThreadsCreated, measured.ThreadsCreated);
        Set(Metrics.ThreadsCreatedPerS, measured.ThreadsCreated / measured.Seconds);
        SetLatencies(values, measured.Latencies);
        return values;
    }

    /// <summary>Sets the scheduling latencies to what a histogram of runtime/metrics says of them.</summary>
    internal static void SetLatencies(double?[] values, SchedulingLatencies latencies)
    {
        values[Metrics.SchedLatencyP50Ns.Index] = latencies.Quantile(0.5);
        values[Metrics.SchedLatencyP99Ns.Index] = latencies.Quantile(0.99);
    }
}
