using GmpSim.Engine;

namespace GmpSim.Results;

/// <summary>A service over one period between two looks of its autoscaler.</summary>
/// <param name="At">End of the period, from the start of the run.</param>
/// <param name="Length">Its length.</param>
/// <param name="Arrivals">Requests that arrived.</param>
/// <param name="Requests">Requests that were answered.</param>
/// <param name="Errors">Requests that failed.</param>
/// <param name="MeanLatency">Mean latency of those answered; <see langword="null"/> without any.</param>
/// <param name="MeanPoolWait">How long each of them waited for items of pools; <see langword="null"/> without any.</param>
/// <param name="CpuPercent">Utilisation that the autoscaler saw; <see langword="null"/> where no replica was ready all the time.</param>
/// <param name="Ready">Replicas ready at the end.</param>
/// <param name="Replicas">Replicas at the end, those that were starting included, before the decision.</param>
/// <param name="Wanted">What the autoscaler decided.</param>
public sealed record ReplicaSample(
    SimDuration At,
    SimDuration Length,
    long Arrivals,
    long Requests,
    long Errors,
    SimDuration? MeanLatency,
    SimDuration? MeanPoolWait,
    int? CpuPercent,
    int Ready,
    int Replicas,
    int Wanted);
