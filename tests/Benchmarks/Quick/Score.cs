namespace GmpSim.Benchmarks;

/// <summary>How a contender did.</summary>
/// <param name="Nanoseconds">Wall time per event.</param>
/// <param name="Bytes">Bytes allocated per event.</param>
internal readonly record struct Score(double Nanoseconds, double Bytes);
