using GmpSim.Calibration.Live;
using GmpSim.Engine;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Cli.Live;

/// <summary>Makes what is run for real out of a point of a scenario, or says what of it cannot be.</summary>
internal static class LiveTranslator
{
    /// <summary>Translates.</summary>
    /// <param name="setup">The point.</param>
    /// <param name="warmup">Time before the measured window.</param>
    /// <param name="seed">Root of the random numbers.</param>
    internal static LiveTranslation Translate(PointSetup setup, SimDuration warmup, ulong seed)
    {
        if (setup.Cluster is not null) return new(null, new("a cluster", "cluster"));
        if (Surroundings(setup.Os) is { } around) return new(null, around);
        var server = Server(setup, out var obstacle);
        if (server is null || obstacle is not null) return new(null, obstacle);
        var clients = new List<LiveClient>();
        for (var i = 0; i < setup.Workload.Clients.Count; i++)
        {
            var client = LiveClientTranslator.Translate(setup.Workload.Clients[i], i, server is LiveAcceptServer, out obstacle);
            if (client is null) return new(null, obstacle);
            clients.Add(client);
        }

        var scenario = new LiveScenario
        {
            Server = server,
            Clients = clients,
            PinServer = setup.Os.PinServer,
            PinClient = setup.Os.PinClient,
            Warmup = warmup,
            Duration = setup.Run.Duration,
            Seed = seed,
        };
        return LiveLimits.WhyNot(scenario) is { } tooMuch ? new(null, new LiveObstacle(tooMuch)) : new(scenario, null);
    }

    private static LiveObstacle? Surroundings(OsSpec os)
    {
        if (os.CpuQuota.Cores is not null) return new("os.cpu_quota", "os.cpu_quota");
        if (os.Background.Any(tenant => tenant.Threads > 0)) return new("os.background", "os.background");
        if (os.FdLimit is not null) return new("os.fd_limit", "os.fd_limit");
        var outside = (os.PinServer ?? []).Concat(os.PinClient ?? []).Where(cpu => cpu >= Environment.ProcessorCount).ToList();
        return outside.Count > 0 ? new($"os.pin to CPU {outside[0]}, which this machine does not have,", "os.pin") : null;
    }

    private static LiveServer? Server(PointSetup setup, out LiveObstacle? obstacle)
    {
        var server = setup.Workload.Server;
        obstacle = server.Background is not null ? new("workload.server.background", "workload.server.background") : null;
        if (obstacle is not null) return null;
        switch (server.Kind)
        {
            case "epoll-threads":
                return Epoll(server, server.Epoll!);
            case "accept-threads":
                obstacle = setup.Workload.Clients.Count > 1 ? new("more than one client of a server of kind 'accept-threads'", "workload.clients[1]") : null;
                return Accept(server);
            case "http" or "echo":
                return LiveGoTranslator.Translate(setup, out obstacle);
            default:
                obstacle = new($"a server of kind '{server.Kind}'", "workload.server.kind");
                return null;
        }
    }

    private static LiveAcceptServer Accept(ServerSpec server) => new()
    {
        Threads = server.Threads,
        ListenerForEach = server.Listeners == "reuseport",
        HandlerTime = server.HandlerTime,
        PerCpu = server.PerCpu,
        StartsLastFirst = server.StartsLastFirst,
    };

    private static LiveEpollServer Epoll(ServerSpec server, EpollServerSpec epoll) => new()
    {
        Threads = server.Threads,
        InstanceForEach = epoll.Instances == "per-thread",
        SharesDescriptors = epoll.Fds == "shared",
        EdgeTriggered = epoll.Trigger == "edge",
        Oneshot = epoll.Oneshot,
        Exclusive = epoll.Exclusive,
        Source = server.Source switch
        {
            "listener" => LiveSourceKind.Listener,
            "socketpair" => LiveSourceKind.SocketPair,
            _ => LiveSourceKind.EventFd,
        },
        Descriptors = server.Descriptors,
        MaxEvents = epoll.MaxEvents,
        ReadDelay = server.ReadDelay,
        Reads = server.Reads,
        HandlerTime = server.HandlerTime,
        PerCpu = server.PerCpu,
        StartsLastFirst = server.StartsLastFirst,
    };
}
