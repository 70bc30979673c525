using GmpSim.Load;
using GmpSim.Machine;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>Builds the front of a Go server and its clients from the workload section.</summary>
internal sealed class TrafficBuilder(World world, PointSetup setup, ClientCosts costs, SharedObjects shared, IReadOnlyDictionary<string, GoroutineProgram> programs)
{
    private ServerSpec Server => setup.Workload.Server;

    private GoroutineProgram? Background => Server.Background is { } name ? programs[name] : null;

    private EventLoopOptions EventLoops => new(Server.Loops ?? setup.Cpus, Server.LoopMaxEvents, Server.LocksThreads);

    /// <summary>A server that accepts connections, and clients that connect.</summary>
    internal void StartHttp()
    {
        // Where the netpoller has the fault of losing events, answers can fail to come.
        var clients = new ConnectionClients(world, setup, costs, losesEvents: !world.Process.Options.RebindOnMigrate);
        var port = new ListeningPort(world.Host);
        var own = OwnHandlers(clients.Connections);
        world.Process.Start(Server.Kind == "event-loop"
            ? new EventLoopServer(world.Process, shared, port.Listen(), EventLoops, number => own.GetValueOrDefault(number, HandlerOf(null)), Background)
            : new AcceptBody(world.Process, shared, port.Listen(), HandlerOf(null)) { Background = Background, HandlerOf = own });
        clients.Start(port);
    }

    /// <summary>A server without a network: each arrival is a goroutine.</summary>
    internal void StartTasks()
    {
        world.Process.Start(new IdleBody(world.Process, shared) { Background = Background });
        for (var i = 0; i < setup.Workload.Clients.Count; i++)
        {
            var client = setup.Workload.Clients[i];
            new TaskClient(world.Process, shared, HandlerOf(client), TaskLane(client, i), world.RecorderOf(client), Server.Placement == "random-p").Start();
        }
    }

    private TrafficLane TaskLane(ClientSpec client, int number)
    {
        if (client.IsClosedLoop)
        {
            var customers = Enumerable.Range(0, client.Connections).Select(c => NewCustomer(client, c)).ToList();
            return ConnectionClients.NewLane(world, client, customers, number, 0, 1);
        }

        var arrivals = Arrivals.Of(world, client, number, 0, 1, anyConnection: true);
        return ConnectionClients.Watched(world, new OpenLane(arrivals, [], index => NewCustomer(client, index)));
    }

    private ClientConnection NewCustomer(ClientSpec client, int number) => new(number, socket: null, client.ResponseBytes) { KeepsSteps = world.KeepsStepsOf(client) };

    private GoroutineProgram HandlerOf(ClientSpec? client) => programs[client?.Handler ?? Server.Handler!];

    private Dictionary<int, GoroutineProgram> OwnHandlers(IReadOnlyList<List<ClientConnection>> connections)
    {
        var own = new Dictionary<int, GoroutineProgram>();
        for (var i = 0; i < connections.Count; i++)
        {
            if (setup.Workload.Clients[i] is not { Handler: not null } client) continue;
            foreach (var connection in connections[i]) own[connection.Number] = HandlerOf(client);
        }

        return own;
    }
}
