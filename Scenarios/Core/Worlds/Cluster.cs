using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Load;
using GmpSim.Machine;
using GmpSim.Results;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>A server as a group of replicas, each a Go process on a machine of its own, behind a load balancer; and what changes their number.</summary>
public sealed class Cluster
{
    private readonly World _world;
    private readonly PointSetup _setup;
    private readonly CompiledPrograms _compiled;
    private readonly List<GoServer> _servers = [];
    private readonly ReplicaSet _replicas;
    private readonly HorizontalAutoscaler? _autoscaler;
    private GoServer? _first;
    private int _connections;
    private SimDuration _cpuBefore;

    /// <summary>Starts the replicas, the balancer and the autoscaler.</summary>
    /// <param name="world">The world.</param>
    /// <param name="setup">The scenario point.</param>
    /// <param name="cluster">Its section about the cluster.</param>
    /// <param name="first">The process of the first replica.</param>
    /// <param name="compiled">What the processes run.</param>
    internal Cluster(World world, PointSetup setup, ClusterSpec cluster, GoServer first, CompiledPrograms compiled)
    {
        (_world, _setup, _compiled, _first) = (world, setup, compiled, first);
        var simulation = world.Simulation;
        var balancer = new LoadBalancer(simulation, Arrivals.Of(world, Client, 0, 0, 1), cluster.Balancer);
        _replicas = new(simulation, balancer, cluster.Autoscale?.Startup ?? SimDuration.Zero, StartReplica);
        for (var i = 0; i < cluster.Replicas; i++) _replicas.AddReady();
        balancer.Start();
        if (cluster.Autoscale is not { } autoscale) return;
        world.Recorder.Period = new();
        _autoscaler = new(simulation, _replicas, new(autoscale.Rule), world.Recorder.Period, autoscale.Sync, Requested(autoscale.Sync));
        _autoscaler.Start();
    }

    /// <summary>Called with the process of each further replica, before anything runs in it.</summary>
    internal Action<GoProcess>? Created { get; set; }

    /// <summary>The processes of all replicas that there have been.</summary>
    internal IEnumerable<GoProcess> Processes => _servers.Select(server => server.Process);

    /// <summary>What the autoscaler has seen, look by look; empty without one.</summary>
    public IReadOnlyList<ReplicaSample> Samples => _autoscaler?.Samples ?? [];

    private ClientSpec Client => _setup.Workload.Clients[0];

    private SimDuration CpuTime
    {
        get
        {
            var total = SimDuration.Zero;
            foreach (var server in _servers) total += server.Process.Account.CpuTime;
            return total;
        }
    }

    internal void BeginWindow()
    {
        _world.Recorder.BeginWindow(_world.Simulation.Now);
        _replicas.OverTime.Restart(_world.Simulation.Now);
        _cpuBefore = CpuTime;
    }

    /// <summary>Every metric that has a meaning for the service as a whole, over the window.</summary>
    internal double?[] Values(SimDuration window)
    {
        var values = new double?[Metrics.All.Count];
        var recorder = _world.Recorder;
        var now = _world.Simulation.Now;
        var seconds = window.Seconds;
        void Set(Metric metric, double? value) => values[metric.Index] = value;

        Set(Metrics.Requests, recorder.Requests);
        Set(Metrics.ThroughputRps, recorder.Requests / seconds);
        Set(Metrics.OfferedRps, recorder.Arrivals / seconds);
        Set(Metrics.Errors, recorder.Errors);
        DurationMetrics.OfLatency(recorder.Latency, (metric, value) => Set(metric, value));
        if (recorder.Requests > 0)
        {
            Set(Metrics.CpuUsPerRequest, (CpuTime - _cpuBefore).Microseconds / recorder.Requests);
            Set(Metrics.PoolWaitMeanUs, (double)recorder.Attribution(LatencyComponent.Pool) / 1e6 / recorder.Requests);
        }

        Set(Metrics.ReplicasMax, _replicas.OverTime.Max);
        Set(Metrics.ReplicasMean, _replicas.OverTime.Mean(now));
        SetSamples(Set, now - window - SimTime.Zero);
        Set(Metrics.SimEvents, _world.Simulation.EventCount);
        Set(Metrics.SimSeconds, seconds);
        return values;
    }

    private void SetSamples(Action<Metric, double?> set, SimDuration from)
    {
        if (_autoscaler is null) return;
        var window = Samples.Where(sample => sample.At > from).ToArray();
        set(Metrics.ScaleOuts, window.Count(sample => sample.Wanted > sample.Replicas));
        set(Metrics.ScaleIns, window.Count(sample => sample.Wanted < sample.Replicas));
        var latencies = window.Select(sample => sample.MeanLatency).OfType<SimDuration>().ToArray();
        if (latencies.Length == 0) return;
        set(Metrics.PeriodLatencyMaxUs, latencies.Max().Microseconds);
        set(Metrics.PeriodLatencyLastUs, latencies[^1].Microseconds);
    }

    /// <summary>CPU time that a replica requests for a period: its quota, or all CPUs that it may use.</summary>
    private SimDuration Requested(SimDuration period)
    {
        var cpus = _setup.Os.PinServer?.Count ?? _setup.Machine.LogicalCpus;
        return _setup.Os.CpuQuota.Cores is { } cores ? SimDuration.RoundedFromPicoseconds(period.Picoseconds * Math.Min(cores, cpus)) : period * cpus;
    }

    private Replica StartReplica()
    {
        var server = _first ?? GoServer.Make(_setup, _setup.Runtime!, new Host(_world.Simulation, World.Machine(_setup)), _compiled, GoFault.None);
        _first = null;
        _servers.Add(server);
        Created?.Invoke(server.Process);

        var connections = new List<ClientConnection>(Client.Connections);
        for (var i = 0; i < Client.Connections; i++)
        {
            // Numbered through the whole cluster: so no two connections draw the same service times.
            var number = _connections++;
            connections.Add(new(number, TcpSocket.Pair(server.Host, number).Client, Client.ResponseBytes) { KeepsSteps = _world.KeepsStepsOf(Client) });
        }

        var port = new ListeningPort(server.Host);
        var handler = _compiled.Programs[Client.Handler ?? _setup.Workload.Server.Handler!];
        var background = _setup.Workload.Server.Background is { } name ? _compiled.Programs[name] : null;
        server.Process.Start(new AcceptBody(server.Process, server.Shared, port.Listen(), handler) { Background = background });
        var lane = new BalancedLane(connections);
        var client = new RemoteClient(server.Host, port, _world.RecorderOf(Client), connections, lane, Client.Rtt, Client.Timeout);
        client.Start();
        return new(server.Process.Account, lane, client);
    }
}
