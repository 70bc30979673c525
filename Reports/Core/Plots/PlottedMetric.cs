using GmpSim.Reports.Charts;
using GmpSim.Reports.Tables;
using GmpSim.Results;

namespace GmpSim.Reports.Plots;

/// <summary>A metric as a plot shows it.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Name">Its short name in the legend or above a panel, for example <c>p99</c>.</param>
internal sealed record PlottedMetric(Metric Metric, string Name)
{
    public Quantity Quantity => Metric.Unit switch
    {
        "ns" or "us" or "ms" or "s" => Quantity.Seconds,
        "1/s" => Quantity.PerSecond,
        _ => Quantity.Number,
    };

    private double Factor => Metric.Unit switch { "ns" => 1e-9, "us" => 1e-6, "ms" => 1e-3, _ => 1 };

    /// <summary>The estimate of a point in base units, its interval cut at 0: none of the plotted metrics can be negative.</summary>
    public (double Mean, double? Low, double? High)? At(PointTables point)
    {
        if (point[Metric] is not { } estimate) return null;
        return (estimate.Mean * Factor, estimate.Low is { } low ? Math.Max(0, low) * Factor : null, estimate.High * Factor);
    }
}
