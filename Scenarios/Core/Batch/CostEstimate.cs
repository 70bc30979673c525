using GmpSim.Engine;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Batch;

/// <summary>What a scenario will roughly cost: for planning, not for the record.</summary>
/// <param name="Points">Number of points.</param>
/// <param name="Runs">Runs that are sure, pilots included.</param>
/// <param name="MostRuns">Runs at most, where a precision rule may ask for more.</param>
/// <param name="Simulated">Simulated time of the sure runs; an automatic warm-up is not known before and not counted.</param>
/// <param name="Events">Rough number of simulated events of the sure runs.</param>
public sealed record CostEstimate(int Points, int Runs, int MostRuns, SimDuration Simulated, double Events)
{
    // A request through a Go server is some thirty events; a core of today simulates a few million a second.
    private const double EventsPerRequest = 30;
    private const double EventsPerSecondAndCore = 3e6;

    // What a request costs the server beside its handler: system calls, scheduling, wake-ups.
    private const double OverheadPerRequestSeconds = 10e-6;

    // A replay that lasts no time would divide by zero; nobody records more than this.
    private const double ShortestRecordingSeconds = 1e-3;

    /// <summary>Rough time on <paramref name="jobs"/> cores [seconds].</summary>
    public double WallSeconds(int jobs) => Events / EventsPerSecondAndCore / Math.Max(1, Math.Min(jobs, Runs));

    /// <summary>The estimate for one scenario.</summary>
    public static CostEstimate Of(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        var replications = scenario.Points.Max(p => p.Setup.Run.Replications);
        var most = Math.Max(replications, scenario.Points[0].Setup.Run.Precision?.Max ?? 0);
        var pilots = scenario.Points.Count(p => p.Setup.Run.Warmup is null);
        var simulated = SimDuration.Zero;
        var events = 0.0;
        foreach (var point in scenario.Points)
        {
            var run = point.Setup.Run;
            var time = ((run.Warmup ?? SimDuration.Zero) + run.Duration) * replications;
            if (run.Warmup is null) time += run.Duration;
            simulated += time;
            events += time.Seconds * RequestsPerSecond(point.Setup) * EventsPerRequest;
        }

        var points = scenario.Points.Count;
        return new(points, (points * replications) + pilots, (points * most) + pilots, simulated, events);
    }

    private static double RequestsPerSecond(PointSetup setup)
    {
        // Closed clients wait for the server; arrivals of the others come all the same, and queue.
        var cpus = Math.Min(setup.Machine.LogicalCpus, setup.Runtime?.Gomaxprocs ?? setup.Machine.LogicalCpus);
        var capacity = cpus / (OverheadPerRequestSeconds + HandlerSeconds(setup));
        var closed = setup.Workload.Clients.Where(IsClosed).Sum(client => Offered(client, setup));
        return Math.Min(capacity, closed) + setup.Workload.Clients.Where(client => !IsClosed(client)).Sum(client => Offered(client, setup));
    }

    private static bool IsClosed(ClientSpec client) => client.Kind == "closed";

    private static double Offered(ClientSpec client, PointSetup setup) => client.Kind switch
    {
        "closed" => client.Connections / (Seconds(client.Think) + HandlerSeconds(setup) + client.Rtt.Seconds + OverheadPerRequestSeconds),
        "replay" => client.Recording.Count * client.Speed / Math.Max(ShortestRecordingSeconds, client.Recording.Count == 0 ? 0 : client.Recording[^1].At.Seconds),
        _ => client.RatePerSecond,
    };

    private static double HandlerSeconds(PointSetup setup) =>
        setup.Workload.Server.Handler is { } handler && setup.Programs.TryGetValue(handler, out var program)
            ? CpuSeconds(program.Operations)
            : 0;

    private static double CpuSeconds(IReadOnlyList<OperationSpec> operations) => operations.Sum(operation => operation switch
    {
        CpuOperation cpu => Seconds(cpu.Time),
        RepeatOperation repeat => (repeat.Times ?? 1) * CpuSeconds(repeat.Body),
        ChooseOperation choose => choose.Ways.Sum(way => (double)way.Percent / 100 * CpuSeconds(way.Body)),
        _ => 0,
    });

    private static double Seconds(Distribution? distribution) =>
        distribution is null || !double.IsFinite(distribution.MeanPicoseconds) ? 0 : distribution.MeanPicoseconds / 1e12;
}
