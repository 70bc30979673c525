using GmpSim.Engine;

namespace GmpSim.Results;

/// <summary>One cost of a simulated machine.</summary>
/// <param name="Key">Dotted key, for example <c>kernel.syscall</c>.</param>
/// <param name="Value">How long it takes.</param>
/// <param name="Source">Where the value comes from, in words.</param>
public sealed record CostFact(string Key, SimDuration Value, string Source);
