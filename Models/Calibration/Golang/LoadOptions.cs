namespace GmpSim.Calibration.Golang;

/// <summary>What a load generator does.</summary>
/// <param name="Port">Where the server listens, on loopback.</param>
/// <param name="Connections">Connections; each has one request under way at any time.</param>
/// <param name="Threads">Threads, each with an epoll instance of its own; connections are dealt round robin.</param>
/// <param name="Request">What is sent.</param>
/// <param name="IsHttp">Whether responses are HTTP's; otherwise they are as long as the request.</param>
/// <param name="Cpus">CPUs that its threads may use; empty for all.</param>
internal sealed record LoadOptions(int Port, int Connections, int Threads, byte[] Request, bool IsHttp, IReadOnlyList<int> Cpus);
