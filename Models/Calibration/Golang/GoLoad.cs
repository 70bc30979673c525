namespace GmpSim.Calibration.Golang;

/// <summary>Who asks a Go server.</summary>
/// <param name="Connections">Connections with one request each under way.</param>
/// <param name="Threads">Threads of the load generator.</param>
/// <param name="RequestBytes">Bytes of a request.</param>
/// <param name="Cpus">CPUs of the load generator, in the order of those that this process may use; empty for all.</param>
public sealed record GoLoad(int Connections, int Threads, int RequestBytes, IReadOnlyList<int> Cpus);
