using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Load;
using GmpSim.Machine;
using GmpSim.Results;
using GmpSim.Scenarios.Schema;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Worlds;

/// <summary>One simulated world, ready to run: machine, kernel, Go process and clients, built from a point of a scenario.</summary>
/// <remarks>Every scenario goes through here: queueing models with all costs zero, and the article's web server alike.</remarks>
public sealed class World
{
    private World(Simulation simulation, Host host, GoProcess process, LoadRecorder recorder, Surroundings surroundings, SharedObjects shared)
    {
        Simulation = simulation;
        Host = host;
        Process = process;
        Recorder = recorder;
        Surroundings = surroundings;
        Shared = shared;
    }

    /// <summary>The run.</summary>
    public Simulation Simulation { get; }

    /// <summary>The machine.</summary>
    public Host Host { get; }

    /// <summary>The server's Go process.</summary>
    public GoProcess Process { get; }

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
    internal SharedObjects Shared { get; }

    /// <summary>Whether anybody connects: clients, or programs.</summary>
    internal bool HasConnections { get; private init; }

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
        var runtime = setup.Runtime ?? throw new InvalidOperationException("A world without a Go runtime is not modelled.");
        SimDuration Cost(string key) => setup.Machine.Costs[key].Value;

        var simulation = new Simulation(pending, seed);
        var topology = new MachineTopology(setup.Machine.Sockets, setup.Machine.LlcsPerSocket, setup.Machine.CoresPerLlc, setup.Machine.ThreadsPerCore)
        {
            NumaNodesPerSocket = setup.Machine.NumaNodesPerSocket,
        };
        var compiled = ProgramCompiler.Compile(setup.Programs);
        var machine = new MachineSetup
        {
            Topology = topology,
            Costs = MachineCosts.From(Cost),
            Traits = MachineTraits.Of(setup.Machine),
            Rules = new(KernelVersion.Parse(setup.Os.Kernel)) { Preemption = setup.Os.Preemption },
            Tcp = Tcp(setup.Os),
        };
        var host = new Host(simulation, machine) { SettlesAlways = variant?.SettlesAlways ?? false };
        var process = new GoProcess(host, Options(runtime, compiled.Allocates) with { CgroupLimits = Surroundings.LimitsRead(setup), Fault = variant?.Fault ?? GoFault.None }, GoCosts.From(Cost), Cpus(setup.Os.PinServer, topology));
        process.Account.Descriptors.Limit = setup.Os.FdLimit ?? int.MaxValue;
        var surroundings = new Surroundings(host, setup, process.Account);
        var recorder = new LoadRecorder();
        var isTasks = setup.Workload.Server.Kind == "tasks";
        var shared = new SharedObjects(process, compiled.Shared);
        var world = new World(simulation, host, process, recorder, surroundings, shared)
        {
            HasConnections = !isTasks || setup.Programs.Values.Any(program => program.Dials),
            HasNetwork = !isTasks,
            Traffic = variant is { WatchesTraffic: true } ? new() : null,
            SchedTrace = variant?.SchedTrace is { } wish ? new(process, wish.Period, wish.Detail) : null,
        };

        var traffic = new TrafficBuilder(world, setup, ClientCosts.From(Cost), shared, compiled.Programs);
        if (isTasks) traffic.StartTasks();
        else traffic.StartHttp();
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
        var before = MetricSnapshot.Take(this);
        var coresBefore = Worlds.CoreTimes.Take(Host);
        Process.Counters.RestartWindow(Simulation.Now);
        Process.RestartMetrics();
        Recorder.BeginWindow(Simulation.Now);
        Host.Network.TimeWait.RestartWindow();
        RunUntil(SimTime.Zero + warmup + duration, cancel);
        CoreTimes = Worlds.CoreTimes.Take(Host).Since(coresBefore);
        var values = MetricSnapshot.Take(this).Since(before, this, duration);
        Worlds.CoreTimes.SetShares(values, CoreTimes);
        return values;
    }

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

    private static CpuSet Cpus(IReadOnlyList<int>? pinned, MachineTopology topology) =>
        pinned is null ? CpuSet.All(topology.LogicalCpus) : CpuSet.Of(pinned, topology.LogicalCpus);

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

    private static GcOptions Gc(GcSpec gc) => new()
    {
        Gogc = gc.Gogc,
        LiveHeapBytes = gc.LiveHeapBytes,
        ScannablePercent = (int)Math.Round(gc.Scannable * 100),
        MemoryLimitBytes = gc.MemoryLimitBytes,
    };

    private static EpollTrigger PollTrigger(NetpollerSpec netpoller) =>
        (netpoller.Trigger == "edge" ? EpollTrigger.EdgeTriggered : EpollTrigger.None)
        | (netpoller.Oneshot ? EpollTrigger.OneShot : EpollTrigger.None)
        | (netpoller.Exclusive ? EpollTrigger.Exclusive : EpollTrigger.None);

    private static GoOptions Options(RuntimeSpec runtime, bool allocates) => new()
    {
        Gomaxprocs = runtime.Gomaxprocs,
        Rules = new(runtime.GoMinor),
        Topology = runtime.Netpoller.Topology switch
        {
            "per-p" => NetpollTopology.PerP,
            "sharded" => NetpollTopology.Sharded,
            "dedicated" => NetpollTopology.Dedicated,
            _ => NetpollTopology.Shared,
        },
        Shards = runtime.Netpoller.Shards,
        PollTrigger = PollTrigger(runtime.Netpoller),
        AnyMayWait = runtime.Netpoller.Waiters == "all",
        RebindOnMigrate = runtime.Netpoller.RebindOnMigrate,
        MaxEvents = runtime.Netpoller.MaxEvents,
        ExactPollTimeout = runtime.ExactPollTimeout,
        Runnext = runtime.Toggles.Runnext,
        Steal = runtime.Toggles.Steal,
        StealPause = runtime.Toggles.StealPause,
        Spinning = runtime.Toggles.Spinning,
        Sysmon = runtime.Toggles.Sysmon,
        AsyncPreempt = runtime.Toggles.AsyncPreempt,
        FairnessTick = runtime.Toggles.FairnessTick,
        Gc = allocates ? Gc(runtime.Gc) : null,
        Changes = [.. runtime.Changes.Select(change => new GomaxprocsChange(change.At, change.Gomaxprocs))],
    };
}
