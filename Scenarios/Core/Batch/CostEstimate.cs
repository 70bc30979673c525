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

    // What a step of the scheduler costs: a switch from one goroutine to the next is a few hundred nanoseconds and some events.
    private const double SecondsPerEvent = 50e-9;

    // An eventfd write: a system call and a callback.
    private const double SecondsPerUnpacedSignal = 0.5e-6;

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
            events += time.Seconds * EventsPerSecond(point.Setup);
        }

        var points = scenario.Points.Count;
        return new(points, (points * replications) + pilots, (points * most) + pilots, simulated, events);
    }

    private static double EventsPerSecond(PointSetup setup)
    {
        // Closed clients wait for the server; arrivals of the others come all the same, and queue.
        var clients = setup.Workload.Clients.Select(client => Offer.Of(client, setup)).ToArray();
        var cpus = Math.Min(setup.Machine.LogicalCpus, setup.Runtime?.Gomaxprocs ?? setup.Machine.LogicalCpus);
        var closedWork = clients.Where(offer => offer.IsClosed).Sum(offer => offer.Requests * offer.CpuSeconds);
        var served = Math.Min(1, cpus / Math.Max(closedWork, double.Epsilon));
        return clients.Sum(offer => offer.Requests * offer.Events * (offer.IsClosed ? served : 1));
    }

    /// <summary>What a client would ask of a server without limits, each second.</summary>
    private readonly record struct Offer(bool IsClosed, double Requests, double CpuSeconds, double Events)
    {
        internal static Offer Of(ClientSpec client, PointSetup setup)
        {
            var cost = ProgramCost.Of(client.Handler ?? setup.Workload.Server.Handler, setup.Programs);
            var cpu = cost.CpuSeconds + ProgramCost.Seconds(setup.Workload.Server.HandlerTime) + (cost.Events * SecondsPerEvent) + OverheadPerRequestSeconds;
            var requests = client.Kind switch
            {
                _ when client.IsClosedLoop => client.Connections / (ProgramCost.Seconds(client.Think) + cpu + cost.WaitSeconds + client.Rtt.Seconds),
                "replay" => client.Recording.Count * client.Speed / Math.Max(ShortestRecordingSeconds, client.Recording.Count == 0 ? 0 : client.Recording[^1].At.Seconds),
                "events" when double.IsInfinity(client.RatePerSecond) => client.Threads / SecondsPerUnpacedSignal,
                _ => client.RatePerSecond,
            };
            return new(client.IsClosedLoop, requests, cpu, EventsPerRequest + cost.Events);
        }
    }
}
