namespace GmpSim.Results;

/// <summary>One point of a sweep with all its replications.</summary>
/// <param name="Coordinates">The swept values, in the order of the sweep's keys; empty without a sweep.</param>
/// <param name="Runs">One record a replication, in order of <see cref="RunRecord.Replication"/>; may be empty when the point was not reached.</param>
public sealed record PointResult(IReadOnlyList<Coordinate> Coordinates, IReadOnlyList<RunRecord> Runs)
{
    /// <summary>The point as tables name it, for example <c>gomaxprocs=4;netpoller=per-p</c>; empty without a sweep.</summary>
    public string Label => PointLabel.Format(Coordinates);
}
