using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>Threads that wait in accept: a server of kind <c>accept-threads</c>.</summary>
public sealed record LiveAcceptServer : LiveServer
{
    /// <summary>Threads that accept, at least 1.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether each has a listening socket of its own (SO_REUSEPORT).</summary>
    public required bool ListenerForEach { get; init; }

    /// <summary>CPU time between reading a request and writing its response.</summary>
    public Distribution HandlerTime { get; init; } = ConstantDistribution.Zero;

    /// <summary>Whether each thread is bound to one of the CPUs that it may use, dealt in turn.</summary>
    public bool PerCpu { get; init; }

    /// <summary>Whether the last thread starts first.</summary>
    public bool StartsLastFirst { get; init; }
}
