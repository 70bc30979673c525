using GmpSim.Engine;

namespace GmpSim.Results;

/// <summary>What one core did with part of the measured window.</summary>
/// <param name="Core">Number of the logical CPU.</param>
/// <param name="Use">Name of the use, for example <c>kernel</c> or <c>idle</c>.</param>
/// <param name="Time">How long; the uses of a core sum exactly to the window.</param>
public readonly record struct CoreTime(int Core, string Use, SimDuration Time);
