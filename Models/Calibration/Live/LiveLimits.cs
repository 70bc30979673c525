using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>What a real run may use of this machine at most.</summary>
public static class LiveLimits
{
    /// <summary>Warm-up and window together.</summary>
    public static readonly SimDuration Longest = SimDuration.FromSeconds(60);

    /// <summary>Threads of server and clients.</summary>
    public const int Threads = 256;

    /// <summary>Connections, or descriptors that are watched.</summary>
    public const int Descriptors = 2048;

    /// <summary>Arrivals or signals a second, where they have a rate.</summary>
    public const double RatePerSecond = 1_000_000;

    /// <summary>Why a run would use too much; <see langword="null"/> when it does not.</summary>
    public static string? WhyNot(LiveScenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (scenario.Warmup + scenario.Duration > Longest) return $"a run of more than {Longest}";
        if (ThreadsOf(scenario) > Threads) return $"more than {Threads} threads";
        if (DescriptorsOf(scenario) > Descriptors) return $"more than {Descriptors} connections or descriptors";
        return scenario.Clients.Any(client => client.RatePerSecond > RatePerSecond && double.IsFinite(client.RatePerSecond)) ? $"more than {RatePerSecond} arrivals a second" : null;
    }

    private static int ThreadsOf(LiveScenario scenario) => scenario.Clients.Sum(client => client.Threads) + scenario.Server switch
    {
        LiveEpollServer server => server.Threads,
        LiveAcceptServer server => server.Threads,
        LiveGoServer server => Go.GoRuntime.CountersOf(server),
        _ => 0,
    };

    private static int DescriptorsOf(LiveScenario scenario) => scenario.Clients.Sum(client => client.Connections) + scenario.Server switch
    {
        LiveEpollServer server => server.Descriptors,
        _ => 0,
    };
}
