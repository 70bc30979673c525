using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>A load generator on the simulated machine: threads with an epoll instance each, like wrk. It competes for cores.</summary>
public sealed class LocalClient
{
    private readonly LoadRecorder _recorder;
    private readonly ClientCosts _costs;
    private readonly Host _host;
    private readonly ListeningPort _server;
    private readonly SimDuration? _patience;

    /// <summary>Creates a generator; nothing runs before <see cref="Start"/>.</summary>
    /// <param name="host">The simulated machine.</param>
    /// <param name="server">Where it connects to.</param>
    /// <param name="costs">What its own code costs.</param>
    /// <param name="recorder">Counts what it sees.</param>
    /// <param name="patience">After how long it resets a connection on which no answer comes; <see langword="null"/> for never.</param>
    public LocalClient(Host host, ListeningPort server, ClientCosts costs, LoadRecorder recorder, SimDuration? patience)
    {
        _host = host;
        _server = server;
        _costs = costs;
        _recorder = recorder;
        _patience = patience;
    }

    /// <summary>CPU time and system calls of the generator.</summary>
    public ProcessAccount Account { get; } = new();

    /// <summary>Starts a thread that connects, then drives one lane over its connections.</summary>
    public void Start(string name, CpuSet allowed, IReadOnlyList<ClientConnection> connections, Func<TrafficLane> lane)
    {
        var kernelThread = _host.NewThread(name, Account, allowed);
        var code = new LocalClientThread(_host, kernelThread, _server, _costs, _recorder, _patience is { } patience ? new UnansweredRequests(patience) : null);
        kernelThread.Start(_ => code.Run(connections, lane), SimDuration.Zero, near: null);
    }
}
