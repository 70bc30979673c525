using GmpSim.Engine;

namespace GmpSim.Load;

/// <summary>One arrival.</summary>
/// <param name="At">The intended start.</param>
/// <param name="Connection">Index of the connection within the lane; −1 for any free one.</param>
/// <param name="RequestBytes">Bytes of the request.</param>
/// <param name="Service">CPU time of the handler as recorded; zero where nothing is replayed.</param>
public readonly record struct Arrival(SimTime At, int Connection, int RequestBytes, SimDuration Service);
