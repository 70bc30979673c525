using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Load;
using GmpSim.Machine;
using GmpSim.Results;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>One simulated world, ready to run: machine, kernel, server and clients, built from a point of a scenario.</summary>
/// <remarks>Every scenario goes through here: queueing models with all costs zero, and the article's web server alike.</remarks>
public sealed class World
{
    private readonly GoProcess? _process;
    private readonly SharedObjects? _shared;

    private World(Simulation simulation, Host host, ProcessAccount account, LoadRecorder recorder, Surroundings surroundings)
    {
        Simulation = simulation;
        Host = host;
        Account = account;
        Recorder = recorder;
        Surroundings = surroundings;
    }

    /// <summary>The run.</summary>
    public Simulation Simulation { get; }

    /// <summary>The machine.</summary>
    public Host Host { get; }

    /// <summary>What the server's threads use.</summary>
    public ProcessAccount Account { get; }

    /// <summary>Whether the server runs on the Go runtime.</summary>
    public bool HasGo => _process is not null;

    /// <summary>The server's Go process.</summary>
    /// <exception cref="InvalidOperationException">The server has no Go runtime.</exception>
    public GoProcess Process
    {
        get => _process ?? throw new InvalidOperationException("This server has no Go runtime.");
        private init => _process = value;
    }

    /// <summary>The server's threads where it has no Go runtime; <see langword="null"/> otherwise.</summary>
    public NativeServer? Native { get; private init; }

    /// <summary>The replicas of the server and what scales them; <see langword="null"/> where it is one process on one machine.</summary>
    /// <remarks>Of a cluster, <see cref="Host"/> and <see cref="Process"/> are those of the first replica.</remarks>
    public Cluster? Cluster { get; private set; }

    /// <summary>Wake-up skew in the window: of each P, or of each thread of a server without the Go runtime; empty for a cluster.</summary>
    public IReadOnlyList<Histogram> Skew => Cluster is not null ? [] : Native?.SkewByThread ?? Process.Counters.SkewByP;

    /// <summary>What the clients see.</summary>
    public LoadRecorder Recorder { get; }

    /// <summary>Counts the requests without an answer; <see langword="null"/> unless the variant asks for it.</summary>
    public TrafficWatch? Traffic { get; private init; }

    /// <summary>What schedtrace prints; <see langword="null"/> when nobody asked for it.</summary>
    public SchedTrace? SchedTrace { get; private init; }

    /// <summary>Quota, other tenants, steal time.</summary>
    internal Surroundings Surroundings { get; }

    /// <summary>What each core did with the measured window; empty before a run.</summary>
    public IReadOnlyList<CoreTime> CoreTimes { get; private set; } = [];

    /// <summary>What the goroutines of the server share.</summary>
    internal SharedObjects Shared
    {
        get => _shared ?? throw new InvalidOperationException("This server has no goroutines.");
        private init => _shared = value;
    }

    /// <summary>Whether anybody connects: clients, or programs.</summary>
    internal bool HasConnections { get; private init; }

    /// <summary>Whether every measured request arrives by itself, whatever becomes of the others.</summary>
    internal bool IsOpen { get; private init; }

    /// <summary>Whether requests come over connections.</summary>
    internal bool HasNetwork { get; private init; }

    /// <summary>Builds the world and starts everything in it; no time has passed yet.</summary>
    /// <param name="setup">The checked scenario point; features that are not modelled have been refused before.</param>
    /// <param name="seed">Root seed of the run.</param>
    /// <param name="pending">The pending-event set to use.</param>
    /// <param name="variant">What is different from the world that the scenario describes; nothing by default.</param>
    public static World Build(PointSetup setup, ulong seed, PendingEventSet pending, WorldVariant? variant = null)
    {
        ArgumentNullException.ThrowIfNull(setup);
        var simulation = new Simulation(pending, seed);
        var host = new Host(simulation, Machine(setup)) { SettlesAlways = variant?.SettlesAlways ?? false };
        return setup.Runtime is { } runtime ? BuildGo(setup, runtime, host, variant) : BuildNative(setup, host, variant);
    }

    private static World BuildGo(PointSetup setup, RuntimeSpec runtime, Host host, WorldVariant? variant)
    {
        var compiled = ProgramCompiler.Compile(setup.Programs);
        var server = GoServer.Make(setup, runtime, host, compiled, variant?.Fault ?? GoFault.None);
        var isTasks = setup.Workload.Server.Kind == "tasks";
        var world = new World(host.Simulation, host, server.Process.Account, NewRecorder(variant), server.Surroundings)
        {
            Process = server.Process,
            Shared = server.Shared,
            HasConnections = !isTasks || setup.Programs.Values.Any(program => program.Dials),
            HasNetwork = !isTasks,
            IsOpen = ArrivesByItself(setup.Workload),
            Traffic = variant is { WatchesTraffic: true } ? new() : null,
            SchedTrace = variant?.SchedTrace is { } wish ? new(server.Process, wish.Period, wish.Detail) : null,
        };
        if (setup.Cluster is { } cluster)
        {
            world.Cluster = new(world, setup, cluster, server, compiled);
            return world;
        }

        var traffic = new TrafficBuilder(world, setup, ClientCosts.From(key => setup.Machine.Costs[key].Value), server.Shared, compiled.Programs);
        if (isTasks) traffic.StartTasks();
        else traffic.StartHttp();
        return world;
    }

    private static LoadRecorder NewRecorder(WorldVariant? variant) => new() { Sampler = variant is { SamplesRequests: true } ? new() : null };

    private static World BuildNative(PointSetup setup, Host host, WorldVariant? variant)
    {
        var cpus = new ThreadCpus(setup.Os.PinServer, host.Hardware.Topology.LogicalCpus, setup.Workload.Server.PerCpu);
        var server = new NativeServer(host, setup.Workload.Server.Threads, cpus.Of);
        var world = new World(host.Simulation, host, server.Account, NewRecorder(variant), new Surroundings(host, setup, server.Account))
        {
            Native = server,
            HasConnections = setup.Workload.Server is { Kind: "accept-threads" } or { Source: "listener" },
            HasNetwork = true,
            IsOpen = ArrivesByItself(setup.Workload),
        };
        server.Account.Descriptors.Limit = setup.Os.FdLimit ?? int.MaxValue;
        new NativeBuilder(world, server, setup, ClientCosts.From(key => setup.Machine.Costs[key].Value)).Start();
        return world;
    }

    /// <summary>Runs the warm-up and the measured window.</summary>
    /// <param name="warmup">Time before the window; what happens in it is not in the figures.</param>
    /// <param name="duration">Length of the window.</param>
    /// <returns>Every metric of the window, in the order of <see cref="Metrics.All"/>.</returns>
    /// <param name="cancel">Looked at a thousand times a run at least.</param>
    public IReadOnlyList<double?> Run(SimDuration warmup, SimDuration duration, CancellationToken cancel = default)
    {
        RunUntil(SimTime.Zero + warmup, cancel);
        if (Cluster is not null)
        {
            Cluster.BeginWindow();
            RunUntil(SimTime.Zero + warmup + duration, cancel);
            return Cluster.Values(duration);
        }

        var before = MetricSnapshot.Take(this);
        var coresBefore = Worlds.CoreTimes.Take(Host);
        Native?.RestartWindow();
        _process?.Counters.RestartWindow(Simulation.Now);
        _process?.RestartMetrics();
        Recorder.BeginWindow(Simulation.Now);
        Host.Network.TimeWait.RestartWindow();
        RunUntil(SimTime.Zero + warmup + duration, cancel);
        CoreTimes = Worlds.CoreTimes.Take(Host).Since(coresBefore);
        var values = MetricSnapshot.Take(this).Since(before, this, duration);
        Worlds.CoreTimes.SetShares(values, CoreTimes);
        return values;
    }

    /// <summary>Whether a client's requests write down where their time goes.</summary>
    internal bool KeepsStepsOf(ClientSpec client) => RecorderOf(client).Sampler is not null;

    /// <summary>What a client's requests count in; those of a client that is not measured count in nothing that anybody reads.</summary>
    internal LoadRecorder RecorderOf(ClientSpec client) => client.IsMeasured ? Recorder : new LoadRecorder();

    private void RunUntil(SimTime end, CancellationToken cancel)
    {
        var slice = SimDuration.Max((end - Simulation.Now) / 1000, SimDuration.FromPicoseconds(1));
        while (Simulation.Now < end)
        {
            cancel.ThrowIfCancellationRequested();
            var next = SimTime.Min(end, Simulation.Now + slice);
            if (SchedTrace is { } trace && trace.NextDue > Simulation.Now) next = SimTime.Min(next, trace.NextDue);
            Simulation.RunUntil(next);
            SchedTrace?.SampleWhileNobodyLooks();
        }
    }

    private static bool ArrivesByItself(WorkloadSpec workload) =>
        workload.Clients.Where(client => client.IsMeasured).All(client => !client.IsClosedLoop && double.IsFinite(client.RatePerSecond));

    /// <summary>The machine of a scenario point.</summary>
    internal static MachineSetup Machine(PointSetup setup) => new()
    {
        Topology = new(setup.Machine.Sockets, setup.Machine.LlcsPerSocket, setup.Machine.CoresPerLlc, setup.Machine.ThreadsPerCore) { NumaNodesPerSocket = setup.Machine.NumaNodesPerSocket },
        Costs = MachineCosts.From(key => setup.Machine.Costs[key].Value),
        Traits = MachineTraits.Of(setup.Machine),
        Rules = new(KernelVersion.Parse(setup.Os.Kernel)) { Preemption = setup.Os.Preemption },
        Tcp = Tcp(setup.Os),
    };

    private static TcpSettings Tcp(OsSpec os)
    {
        var usual = new TcpSettings();
        return usual with
        {
            TimeWait = os.TimeWait,
            TimeWaitReuse = os.TimeWaitReuse,
            LastPort = usual.FirstPort + os.EphemeralPorts - 1,
            Somaxconn = os.Somaxconn,
            AbortOnOverflow = os.AbortOnOverflow,
        };
    }
}
