using GmpSim.Load;
using GmpSim.Machine;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>Builds a server without the Go runtime, and its clients.</summary>
internal sealed class NativeBuilder(World world, NativeServer server, PointSetup setup, ClientCosts costs)
{
    private ServerSpec Server => setup.Workload.Server;

    private Host Host => world.Host;

    /// <summary>Starts everything.</summary>
    internal void Start()
    {
        if (Server.Epoll is { } epoll) StartEpoll(epoll);
        else StartAccept();
    }

    private void StartEpoll(EpollServerSpec epoll)
    {
        var sources = Enumerable.Range(0, Server.Descriptors).Select(NewSource).ToArray();
        var clients = setup.Workload.Clients.Select(_ => new SignalClient(Host, sources, Server.HandlerTime, world.Recorder)).ToArray();
        var options = new EpollServerOptions
        {
            InstanceForEach = epoll.Instances == "per-thread",
            SharesDescriptors = epoll.Fds == "shared",
            Trigger = TriggerOf(epoll),
            MaxEvents = epoll.MaxEvents,
            ReadDelay = Server.ReadDelay,
            Reads = Server.Reads,
            StartsLastFirst = Server.StartsLastFirst,
        };
        new EpollServer(Host, server, options, sources, clients[0].Handled).Start();
        for (var i = 0; i < clients.Length; i++) StartSignals(clients[i], setup.Workload.Clients[i], i);
    }

    private void StartSignals(SignalClient client, ClientSpec spec, int number)
    {
        if (!spec.SameMachine)
        {
            client.StartOutside(Arrivals.Of(world, spec, number, 0, 1));
            return;
        }

        var cpus = new ThreadCpus(setup.Os.PinClient, Host.Cores.Count, spec.PerCpu);
        for (var thread = 0; thread < spec.Threads; thread++)
        {
            var arrivals = double.IsInfinity(spec.RatePerSecond) ? null : Arrivals.Of(world, spec, number, thread, spec.Threads);
            client.StartProducer(thread, spec.Threads, cpus.Of(thread), arrivals);
        }
    }

    private WatchedSource NewSource(int number) => Server.Source switch
    {
        "eventfd" => new EventFdSource(Host),
        "socketpair" => new SocketPairSource(Host, number),
        "listener" => new ListenerSource(Host),
        _ => throw new InvalidOperationException($"Threads cannot watch '{Server.Source}'."),
    };

    private void StartAccept()
    {
        var port = new ListeningPort(Host);
        new AcceptServer(Host, server, port, Server.Listeners == "reuseport", Server.HandlerTime, Server.StartsLastFirst).Start();
        new ConnectionClients(world, setup, costs, losesEvents: false).Start(port);
    }

    private static EpollTrigger TriggerOf(EpollServerSpec epoll) =>
        (epoll.Trigger == "edge" ? EpollTrigger.EdgeTriggered : EpollTrigger.None)
        | (epoll.Oneshot ? EpollTrigger.OneShot : EpollTrigger.None)
        | (epoll.Exclusive && epoll.Instances == "per-thread" ? EpollTrigger.Exclusive : EpollTrigger.None);
}
