using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>A client that can be run for real, in this process on threads of its own.</summary>
public sealed record LiveClient
{
    /// <summary>How it asks.</summary>
    public required LiveClientKind Kind { get; init; }

    /// <summary>Its threads, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Connections; none for <see cref="LiveClientKind.Signals"/>.</summary>
    public int Connections { get; init; }

    /// <summary>Arrivals or signals of all threads together [1/s]; infinite for as fast as can be.</summary>
    public double RatePerSecond { get; init; }

    /// <summary>Times of arrival.</summary>
    public LiveArrivals Arrivals { get; init; }

    /// <summary>Requests of a burst.</summary>
    public int Burst { get; init; } = 1;

    /// <summary>Recorded requests in the order of their times; empty for other kinds than <see cref="LiveClientKind.Replay"/>.</summary>
    public IReadOnlyList<LiveArrival> Recording { get; init; } = [];

    /// <summary>After how long the recording starts over.</summary>
    public SimDuration RecordingLength { get; init; }

    /// <summary>Whether connections stay open between requests.</summary>
    public bool KeepsConnections { get; init; } = true;

    /// <summary>Whether the client, not the server, closes a connection that is not kept.</summary>
    public bool ClosesFirst { get; init; }

    /// <summary>Pause of a closed client between a response and the next request.</summary>
    public Distribution Think { get; init; } = ConstantDistribution.Zero;

    /// <summary>Bytes of a request.</summary>
    public int RequestBytes { get; init; } = 1;

    /// <summary>Bytes of a response.</summary>
    public int ResponseBytes { get; init; } = 1;

    /// <summary>Whether each thread is bound to one of the CPUs that it may use, dealt in turn.</summary>
    public bool PerCpu { get; init; }
}
