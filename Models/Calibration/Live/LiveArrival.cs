namespace GmpSim.Calibration.Live;

/// <summary>A request that is due at a time of its own.</summary>
/// <param name="AtNs">When [ns], from the beginning of the run or of the recording on.</param>
/// <param name="Connection">The connection that it comes on; −1 for any that is free.</param>
/// <param name="RequestBytes">Its bytes, at least 1.</param>
/// <param name="ServiceNs">CPU time of the handler as recorded [ns]; 0 where nothing is replayed.</param>
public readonly record struct LiveArrival(long AtNs, int Connection, int RequestBytes, long ServiceNs);
