using GmpSim.Engine;
using GmpSim.Load;
using GmpSim.Machine;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>Builds the server's front and its clients from the workload section.</summary>
internal sealed class TrafficBuilder(World world, PointSetup setup, ClientCosts costs, SharedObjects shared, IReadOnlyDictionary<string, GoroutineProgram> programs)
{
    private int _connections;

    /// <summary>Whether the netpoller has the fault of losing events: then answers can fail to come, and clients give up.</summary>
    private bool LosesEvents => !world.Process.Options.RebindOnMigrate;

    private ServerSpec Server => setup.Workload.Server;

    private GoroutineProgram? Background => Server.Background is { } name ? programs[name] : null;

    /// <summary>A server that accepts connections, and clients that connect.</summary>
    internal void StartHttp()
    {
        var port = new ListeningPort(world.Host);
        var clients = setup.Workload.Clients;
        var connections = clients.Select(NewConnections).ToArray();
        world.Process.Start(new AcceptBody(world.Process, shared, port.Listen(), HandlerOf(null)) { Background = Background, HandlerOf = OwnHandlers(connections) });
        for (var i = 0; i < clients.Count; i++)
        {
            if (clients[i].SameMachine) StartLocal(i, clients[i], port, connections[i]);
            else new RemoteClient(world.Host, port, RecorderOf(clients[i]), connections[i], NewLane(clients[i], connections[i], i, 0, 1), clients[i].Rtt, LosesEvents ? new() : null).Start();
        }
    }

    /// <summary>A server without a network: each arrival is a goroutine.</summary>
    internal void StartTasks()
    {
        world.Process.Start(new IdleBody(world.Process, shared) { Background = Background });
        for (var i = 0; i < setup.Workload.Clients.Count; i++)
        {
            var client = setup.Workload.Clients[i];
            var isClosed = client.Kind == "closed";
            var customers = new List<ClientConnection>();
            for (var c = 0; isClosed && c < client.Connections; c++) customers.Add(new(c, socket: null, client.ResponseBytes));
            var lane = isClosed
                ? NewLane(client, customers, i, 0, 1)
                : Watched(new OpenLane(NewArrivals(client, i, 0, 1, anyConnection: true), [], index => new(index, socket: null, client.ResponseBytes)));
            new TaskClient(world.Process, shared, HandlerOf(client), lane, RecorderOf(client), Server.Placement == "random-p").Start();
        }
    }

    private GoroutineProgram HandlerOf(ClientSpec? client) => programs[client?.Handler ?? Server.Handler!];

    private Dictionary<int, GoroutineProgram> OwnHandlers(List<ClientConnection>[] connections)
    {
        var own = new Dictionary<int, GoroutineProgram>();
        for (var i = 0; i < connections.Length; i++)
        {
            if (setup.Workload.Clients[i] is not { Handler: not null } client) continue;
            foreach (var connection in connections[i]) own[connection.Number] = HandlerOf(client);
        }

        return own;
    }

    /// <summary>What a client's requests count in; those of a client that is not measured count in nothing that anybody reads.</summary>
    private LoadRecorder RecorderOf(ClientSpec client) => client.IsMeasured ? world.Recorder : new LoadRecorder();

    private void StartLocal(int number, ClientSpec client, ListeningPort port, List<ClientConnection> connections)
    {
        var local = new LocalClient(world.Host, port, costs, RecorderOf(client), LosesEvents);
        var logicalCpus = world.Host.Hardware.Topology.LogicalCpus;
        var allowed = setup.Os.PinClient is { } pinned ? CpuSet.Of(pinned, logicalCpus) : CpuSet.All(logicalCpus);
        for (var thread = 0; thread < client.Threads; thread++)
        {
            var lane = thread;
            var own = connections.Where((_, index) => index % client.Threads == lane).ToList();
            local.Start($"client/{number}/thread/{thread}", allowed, own, () => NewLane(client, own, number, lane, client.Threads));
        }
    }

    private List<ClientConnection> NewConnections(ClientSpec client)
    {
        // A replay brings its connections along, numbered from 0.
        var count = client.Kind == "replay" ? client.Recording.Max(arrival => arrival.Connection) + 1 : client.Connections;
        var connections = new List<ClientConnection>(count);
        for (var i = 0; i < count; i++)
        {
            var number = _connections++;
            connections.Add(new(number, TcpSocket.Pair(world.Host, number).Client, client.ResponseBytes, client.KeepAlive, client.ClosesFirst));
        }

        return connections;
    }

    private TrafficLane NewLane(ClientSpec client, List<ClientConnection> connections, int number, int lane, int lanes) =>
        Watched(client.Kind == "closed"
            ? new ClosedLane(connections, IsZero(client.Think) ? null : client.Think, client.RequestBytes, world.Simulation)
            : new OpenLane(NewArrivals(client, number, lane, lanes, anyConnection: false), connections, grow: null));

    private TrafficLane Watched(TrafficLane lane) => world.Traffic?.Watch(lane) ?? lane;

    private IArrivals NewArrivals(ClientSpec client, int number, int lane, int lanes, bool anyConnection)
    {
        if (client.Kind == "replay") return NewReplay(client, lane, lanes, anyConnection);
        var stream = world.Simulation.Stream($"client/{number}/arrivals/{lane}");
        var rate = client.RatePerSecond / lanes;
        var meanGap = SimDuration.RoundedFromPicoseconds(1e12 / rate);
        return client.Arrivals switch
        {
            "poisson" => new RenewalArrivals(new ExponentialDistribution(meanGap), SimTime.Zero, client.RequestBytes, stream),
            "uniform" => new RenewalArrivals(new ConstantDistribution(meanGap), SimTime.Zero + (meanGap * lane / lanes), client.RequestBytes, stream),
            "bursty" => new BurstyArrivals(rate, client.Burst, SimTime.Zero, client.RequestBytes, stream),
            _ => throw new InvalidOperationException($"Arrivals '{client.Arrivals}' are not modelled."),
        };
    }

    /// <summary>A lane's part of the recording: the recorded connections are dealt over the lanes.</summary>
    private static RecordedArrivals NewReplay(ClientSpec client, int lane, int lanes, bool anyConnection)
    {
        SimDuration Scaled(SimDuration recorded) => SimDuration.RoundedFromPicoseconds(recorded.Picoseconds / client.Speed);

        var arrivals = new List<Arrival>();
        foreach (var recorded in client.Recording)
        {
            if (recorded.Connection % lanes != lane) continue;
            var connection = anyConnection ? -1 : recorded.Connection / lanes;
            arrivals.Add(new(SimTime.Zero + Scaled(recorded.At), connection, recorded.RequestBytes, recorded.Service));
        }

        var last = client.Recording.Count > 0 ? client.Recording[^1].At : SimDuration.Zero;
        var meanGap = last / Math.Max(1, client.Recording.Count - 1);
        return new(arrivals, Scaled(last + meanGap), SimTime.Zero);
    }

    private static bool IsZero(Distribution think) => think is ConstantDistribution { MeanPicoseconds: 0 };
}
