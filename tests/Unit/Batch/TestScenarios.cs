using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;
using GmpSim.Scenarios.Batch;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Tests.Unit.Batch;

/// <summary>Small scenarios for <see cref="QueueExecutor"/>: one server with a mean service time of 1 ms, swept over arrival rates.</summary>
internal static class TestScenarios
{
    internal static readonly ManifestFacts Manifest = new()
    {
        ToolVersion = "0.0.1",
        Files = [new("queue.yaml", "00")],
        Machines = [],
        Seeds = [],
        CommandLine = "gmpsim run queue.yaml",
        Assumptions = [],
    };

    internal static readonly RunSpec Run = new()
    {
        Warmup = SimDuration.FromMilliseconds(100),
        Duration = SimDuration.FromSeconds(1),
        Replications = 3,
        Precision = null,
        Seed = 7,
    };

    internal static Scenario Queue(string name, double[] ratesPerSecond, RunSpec? run = null, params ExpectSpec[] expect) =>
        new(name, "", "", [.. ratesPerSecond.Select(rate => Point(rate, run ?? Run))], [], expect);

    internal static BatchPlan Plan(params Scenario[] scenarios) => BatchPlan.Of("queues", scenarios, Manifest);

    private static ScenarioPoint Point(double rate, RunSpec run) =>
        new([new Coordinate("workload.clients.0.rate", "rate", rate.ToString("R"))], new PointSetup
        {
            Machine = new("ideal", 1, 1, 1, 1, new Dictionary<string, CostEntry>(StringComparer.Ordinal)),
            Os = new() { Kernel = "6.1", CpuQuota = new(null, SimDuration.FromMilliseconds(100), SimDuration.Zero, SimDuration.FromMilliseconds(5)), FdLimit = null, TimeWait = SimDuration.Zero, TimeWaitReuse = TimeWaitReuse.Loopback, EphemeralPorts = 28_232, Somaxconn = 4096, AbortOnOverflow = false, PinServer = null, PinClient = null },
            Runtime = null,
            Workload = new(new() { Kind = "tasks", Handler = null, Background = null, Placement = "global", Threads = 1, Epoll = null, Source = null, HandlerTime = ConstantDistribution.Zero, Listeners = null }, [Client(rate)]),
            Programs = new Dictionary<string, ProgramSpec>(StringComparer.Ordinal),
            Run = run,
        });

    private static ClientSpec Client(double rate) => new()
    {
        Kind = "open",
        Connections = 1,
        Threads = 1,
        SameMachine = false,
        Rtt = SimDuration.Zero,
        KeepAlive = true, ClosesFirst = false,
        Think = new ConstantDistribution(SimDuration.Zero),
        RatePerSecond = rate,
        Arrivals = "uniform",
        Burst = 1,
        Handler = null,
        IsMeasured = true,
        Place = "queue.yaml:1:1",
        Recording = [],
        Speed = 1,
        RequestBytes = 1,
        ResponseBytes = 1,
    };
}
