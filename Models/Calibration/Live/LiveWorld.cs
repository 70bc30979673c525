using GmpSim.Calibration.Live.Go;
using GmpSim.Calibration.Measuring;
using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>The threads of one real run.</summary>
internal sealed class LiveWorld : IDisposable
{
    private readonly LiveWindow _window;
    private readonly CounterTable _counters;
    private readonly ILiveServer _server;
    private readonly List<(LiveThread Thread, ILiveClientThread Client)> _clients = [];
    private readonly List<IDisposable> _owned = [];
    private bool _hasEnded;

    private LiveWorld(LiveWindow window, CounterTable counters, ILiveServer server) => (_window, _counters, _server) = (window, counters, server);

    internal static LiveWorld Build(LiveScenario scenario, LiveWindow window)
    {
        switch (scenario.Server)
        {
            case LiveEpollServer epoll:
                var counters = new CounterTable(epoll.Threads);
                var threads = new EpollThreads(epoll, scenario, window, counters);
                var world = new LiveWorld(window, counters, threads);
                foreach (var client in scenario.Clients) world.Add(scenario, client, number => new SignalProducer(client, number, threads.Sources, scenario.Seed, window));
                return world;
            case LiveAcceptServer accept:
                return BuildAccept(scenario, accept, window);
            case LiveGoServer go:
                return BuildGo(scenario, go, window);
            default:
                throw new LiveRefusalException($"a server of the kind {scenario.Server.GetType().Name} is not run for real");
        }
    }

    private static LiveWorld BuildAccept(LiveScenario scenario, LiveAcceptServer server, LiveWindow window)
    {
        var table = new CounterTable(server.Threads);
        var threads = new AcceptThreads(server, scenario, window, table);
        var world = new LiveWorld(window, table, threads);
        foreach (var client in scenario.Clients)
        {
            var first = world._clients.Count;
            world.Add(scenario, client, number =>
            {
                var own = Enumerable.Range(0, client.Connections).Count(i => i % client.Threads == number - first);
                return new RequestClient(client, number, [.. Enumerable.Range(0, own).Select(_ => new ClientLink(-1, new(), new()))], scenario.Seed, window, number - first, new(threads.Port, threads.Connected));
            });
        }

        return world;
    }

    private static LiveWorld BuildGo(LiveScenario scenario, LiveGoServer server, LiveWindow window)
    {
        var connections = new LoopbackConnections();
        var ends = scenario.Clients.Select(client => Enumerable.Range(0, client.Connections).Select(_ => connections.Open(client)).ToList()).ToList();
        var counters = new CounterTable(GoRuntime.CountersOf(server));
        var world = new LiveWorld(window, counters, new GoRuntime(server, connections.ServerLinks, scenario, window, counters));
        world._owned.Add(connections);
        foreach (var (client, links) in scenario.Clients.Zip(ends))
        {
            var first = world._clients.Count;
            world.Add(scenario, client, number => new RequestClient(client, number, [.. links.Where((_, i) => i % client.Threads == number - first)], scenario.Seed, window, number - first));
        }

        return world;
    }

    /// <summary>Starts the server, then the clients.</summary>
    internal void Start()
    {
        _server.Start();
        foreach (var (thread, client) in _clients) thread.Start(client.Run);
    }

    /// <summary>Lets them run for a while.</summary>
    internal void Wait(SimDuration time, TimeSpan look, CancellationToken cancel)
    {
        var end = Clock.Now() + time.WholeNanoseconds;
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            if (AllThreads.Any(thread => thread is { HasBegun: true, HasEnded: true })) return; // what it threw shows when it is joined
            var left = TimeSpan.FromTicks(Math.Max(0, (end - Clock.Now()) / 100));
            if (left == TimeSpan.Zero) return;
            cancel.WaitHandle.WaitOne(left < look ? left : look);
        }
    }

    internal LiveSnapshot Look() => LiveSnapshot.Take(_server.Threads, [.. _clients.Select(c => c.Thread)]);

    /// <summary>Ends all threads, and throws what one of them has thrown.</summary>
    internal void End(TimeSpan patience)
    {
        if (_hasEnded) return;
        _hasEnded = true;
        _window.End();
        var end = Clock.Now() + (long)patience.TotalNanoseconds;
        while (AllThreads.Any(thread => !thread.HasEnded))
        {
            _server.Rouse();
            Thread.Sleep(1);
            if (Clock.Now() > end) throw new InvalidOperationException("A thread of a real run does not end.");
        }

        foreach (var thread in AllThreads) thread.Join(patience);
    }

    internal LiveOutcome Outcome(LiveSnapshot before, LiveSnapshot after)
    {
        var latency = new Histogram();
        foreach (var thread in AllThreads) latency.Merge(thread.Latency);
        return LiveFigures.Of(_server, before, after, latency, _clients.Sum(c => c.Client.Errors));
    }

    public void Dispose()
    {
        foreach (var (_, client) in _clients) client.Dispose();
        _server.Dispose();
        foreach (var owned in _owned) owned.Dispose();
        _counters.Dispose();
    }

    private IEnumerable<LiveThread> AllThreads => _server.Threads.Concat(_clients.Select(c => c.Thread));

    private unsafe void Add(LiveScenario scenario, LiveClient client, Func<int, ILiveClientThread> create)
    {
        for (var i = 0; i < client.Threads; i++)
        {
            var number = _clients.Count;
            _clients.Add((new($"client/{number}", LiveCpus.Of(i, scenario.PinClient, client.PerCpu), null), create(number)));
        }
    }
}
