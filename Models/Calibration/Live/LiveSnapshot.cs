using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Live;

/// <summary>What a run has counted up to one instant.</summary>
internal sealed class LiveSnapshot
{
    internal long AtNs { get; private init; }

    internal LiveCounters Counters { get; private init; }

    internal ThreadUsage Server { get; private init; }

    internal ThreadUsage Client { get; private init; }

    internal long StolenTicks { get; private init; }

    internal static unsafe LiveSnapshot Take(IReadOnlyList<LiveThread> server, IReadOnlyList<LiveThread> client)
    {
        LiveCounters counters = default;
        foreach (var thread in server) counters.Add(*thread.Counters);
        return new()
        {
            AtNs = Clock.Now(),
            Counters = counters,
            Server = Sum(server),
            Client = Sum(client),
            StolenTicks = MachineTicks.Stolen(),
        };
    }

    private static ThreadUsage Sum(IReadOnlyList<LiveThread> threads) => threads.Aggregate(default(ThreadUsage), (sum, thread) => sum + thread.Usage());
}
