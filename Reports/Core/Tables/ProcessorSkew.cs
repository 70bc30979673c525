using GmpSim.Engine;

namespace GmpSim.Reports.Tables;

/// <summary>The wake-up skew that one P saw.</summary>
/// <param name="Processor">Number of the P.</param>
/// <param name="Buckets">Its filled buckets, lowest first.</param>
public sealed record ProcessorSkew(int Processor, IReadOnlyList<HistogramBucket> Buckets);
