using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.Scenarios.Batch;

/// <summary>A point of a scenario without its world: what is needed to name, check and order its runs.</summary>
/// <param name="Coordinates">The swept values; empty without a sweep.</param>
/// <param name="ContentHash">Hash of the world to build, its costs, the measured duration and the version of the tool.</param>
/// <param name="Seed">Root seed of replication 0.</param>
/// <param name="Warmup">Warm-up; <see langword="null"/> for <c>auto</c>.</param>
/// <param name="Duration">Measured time.</param>
public sealed record PointOutline(IReadOnlyList<Coordinate> Coordinates, string ContentHash, ulong Seed, SimDuration? Warmup, SimDuration Duration)
{
    /// <summary>The point as tables name it, for example <c>gomaxprocs=4;netpoller=per-p</c>; empty without a sweep.</summary>
    public string Label => PointLabel.Format(Coordinates);
}
