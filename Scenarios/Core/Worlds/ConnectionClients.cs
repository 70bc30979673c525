using GmpSim.Engine;
using GmpSim.Load;
using GmpSim.Machine;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>The clients that connect to a server, whatever the server is made of.</summary>
internal sealed class ConnectionClients
{
    private readonly World _world;
    private readonly PointSetup _setup;
    private readonly ClientCosts _costs;
    private readonly bool _losesEvents;
    private int _connections;

    /// <summary>Clients with their connections; nobody has connected yet.</summary>
    /// <param name="world">The world.</param>
    /// <param name="setup">The scenario point.</param>
    /// <param name="costs">What a load generator's own code costs.</param>
    /// <param name="losesEvents">Whether an answer can fail to come, so that TCP gives up where a client has no time-out of its own.</param>
    internal ConnectionClients(World world, PointSetup setup, ClientCosts costs, bool losesEvents)
    {
        (_world, _setup, _costs, _losesEvents) = (world, setup, costs, losesEvents);
        Connections = [.. setup.Workload.Clients.Select(NewConnections)];
    }

    /// <summary>The connections of each client.</summary>
    internal IReadOnlyList<List<ClientConnection>> Connections { get; }

    /// <summary>When requests of one lane of a client start.</summary>
    internal static TrafficLane NewLane(World world, ClientSpec client, List<ClientConnection> connections, int number, int lane, int lanes) =>
        Watched(world, client.IsClosedLoop
            ? new ClosedLane(connections, client.Think is ConstantDistribution { MeanPicoseconds: 0 } ? null : client.Think, client.RequestBytes, world.Simulation, Script.Pace(client, lane, lanes))
            : new OpenLane(Arrivals.Of(world, client, number, lane, lanes), connections, grow: null));

    /// <summary>The lane, counted where somebody asked for it.</summary>
    internal static TrafficLane Watched(World world, TrafficLane lane) => world.Traffic?.Watch(lane) ?? lane;

    /// <summary>Connects them.</summary>
    /// <param name="port">Where to.</param>
    internal void Start(ListeningPort port)
    {
        var clients = _setup.Workload.Clients;
        for (var i = 0; i < clients.Count; i++)
        {
            if (clients[i].SameMachine) StartLocal(i, clients[i], port, Connections[i]);
            else new RemoteClient(_world.Host, port, _world.RecorderOf(clients[i]), Connections[i], NewLane(_world, clients[i], Connections[i], i, 0, 1), clients[i].Rtt, PatienceOf(clients[i])).Start();
        }
    }

    private void StartLocal(int number, ClientSpec client, ListeningPort port, List<ClientConnection> connections)
    {
        var local = new LocalClient(_world.Host, port, _costs, _world.RecorderOf(client), PatienceOf(client));
        var cpus = new ThreadCpus(_setup.Os.PinClient, _world.Host.Cores.Count, oneEach: false);
        for (var thread = 0; thread < client.Threads; thread++)
        {
            var lane = thread;
            var own = connections.Where((_, index) => index % client.Threads == lane).ToList();
            local.Start($"client/{number}/thread/{thread}", cpus.Of(thread), own, () => NewLane(_world, client, own, number, lane, client.Threads));
        }
    }

    private SimDuration? PatienceOf(ClientSpec client) => client.Timeout ?? (_losesEvents ? UnansweredRequests.PatienceOfTcp : null);

    private List<ClientConnection> NewConnections(ClientSpec client)
    {
        // A replay brings its connections along, numbered from 0.
        var count = client.Kind == "replay" ? client.Recording.Max(arrival => arrival.Connection) + 1 : client.Connections;
        var connections = new List<ClientConnection>(count);
        for (var i = 0; i < count; i++)
        {
            var number = _connections++;
            connections.Add(new(number, TcpSocket.Pair(_world.Host, number).Client, client.ResponseBytes, client.KeepAlive, client.ClosesFirst) { KeepsSteps = _world.KeepsStepsOf(client) });
        }

        return connections;
    }
}
