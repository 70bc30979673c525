using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>What is run for real: a server, its clients, and for how long.</summary>
public sealed record LiveScenario
{
    /// <summary>The server.</summary>
    public required LiveServer Server { get; init; }

    /// <summary>Who asks or signals, at least one.</summary>
    public required IReadOnlyList<LiveClient> Clients { get; init; }

    /// <summary>CPUs that the server's threads may use; <see langword="null"/> for all.</summary>
    public IReadOnlyList<int>? PinServer { get; init; }

    /// <summary>CPUs that the clients' threads may use; <see langword="null"/> for all.</summary>
    public IReadOnlyList<int>? PinClient { get; init; }

    /// <summary>Time before the measured window.</summary>
    public required SimDuration Warmup { get; init; }

    /// <summary>Length of the measured window.</summary>
    public required SimDuration Duration { get; init; }

    /// <summary>Root of the random numbers: arrivals, service times, whom a thief looks at first.</summary>
    public required ulong Seed { get; init; }
}
