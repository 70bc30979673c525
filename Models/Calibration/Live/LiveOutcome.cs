using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>What a real run leaves: the same figures as a simulated one.</summary>
/// <param name="Values">One value a metric, in the order of <see cref="Results.Metrics.All"/>; <see langword="null"/> for what cannot be measured here.</param>
/// <param name="Latency">Latency of every request that ended in the window.</param>
/// <param name="SkewByP">For each P, or each thread of a server without a Go runtime, the time from the request being readable to its being attended to.</param>
public sealed record LiveOutcome(IReadOnlyList<double?> Values, Histogram Latency, IReadOnlyList<Histogram> SkewByP);
