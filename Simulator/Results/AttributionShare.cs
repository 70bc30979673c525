using GmpSim.Engine;

namespace GmpSim.Results;

/// <summary>Where one part of the request time of a run went.</summary>
/// <param name="Component">Name of the part, for example <c>running</c> or <c>global-queue</c>.</param>
/// <param name="TotalPicoseconds">Time of all measured requests together; the parts sum exactly to the sum of their latencies.</param>
public readonly record struct AttributionShare(string Component, Int128 TotalPicoseconds);
