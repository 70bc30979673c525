namespace GmpSim.Results;

/// <summary>One filled bucket of a histogram of runtime/metrics.</summary>
/// <param name="LowNs">Lower end [ns], included; <see langword="null"/> for minus infinity.</param>
/// <param name="HighNs">Upper end [ns], not included; <see langword="null"/> for infinity.</param>
/// <param name="Count">How many durations it holds.</param>
public sealed record RuntimeMetricBucket(long? LowNs, long? HighNs, long Count);
