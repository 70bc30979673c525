namespace GmpSim.Engine;

/// <summary>One filled bucket of a <see cref="Histogram"/>: durations from <paramref name="Low"/> up to, not including, <paramref name="High"/>.</summary>
/// <param name="Low">Lower bound, included.</param>
/// <param name="High">Upper bound, excluded.</param>
/// <param name="Count">How many durations fell in between.</param>
public readonly record struct HistogramBucket(SimDuration Low, SimDuration High, long Count);
