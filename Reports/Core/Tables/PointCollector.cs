using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Reports.Tables;

/// <summary>The rows of one point while its tables are read.</summary>
internal sealed class PointCollector(IReadOnlyList<Coordinate> coordinates)
{
    private readonly SortedDictionary<int, List<HistogramBucket>> _skew = [];

    public List<RunRow> Runs { get; } = [];

    public List<MetricEstimate> Summary { get; } = [];

    public List<HistogramBucket> Latency { get; } = [];

    public List<AttributionRow> Attribution { get; } = [];

    public List<CoreRow> Cores { get; } = [];

    public List<ReplicaRow> Replicas { get; } = [];

    public List<HistogramBucket> SkewOf(int processor)
    {
        if (!_skew.TryGetValue(processor, out var buckets)) _skew.Add(processor, buckets = []);
        return buckets;
    }

    /// <summary>A P without any wake-up leaves no row: the Ps below the highest one are filled in as empty.</summary>
    public PointTables Tables() => new()
    {
        Coordinates = coordinates,
        Runs = Runs,
        Summary = Summary,
        Latency = Latency,
        Skew = [.. Enumerable.Range(0, _skew.Count == 0 ? 0 : _skew.Keys.Max() + 1).Select(p => new ProcessorSkew(p, SkewOf(p)))],
        Attribution = Attribution,
        Cores = Cores,
        Replicas = Replicas,
    };
}
