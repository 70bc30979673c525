using GmpSim.GoRuntime;

namespace GmpSim.Scenarios.Worlds;

/// <summary>What is asked of a world beyond what its scenario describes: to look at it, and to explore; never for results.</summary>
public sealed record WorldVariant
{
    /// <summary>Whether every settling of a thread is a point at which others may come first (<see cref="Machine.Host.SettlesAlways"/>).</summary>
    public bool SettlesAlways { get; init; }

    /// <summary>Whether requests are counted and can be stopped (<see cref="World.Traffic"/>).</summary>
    public bool WatchesTraffic { get; init; }

    /// <summary>Lines of schedtrace to print; <see langword="null"/> for none. Looking changes nothing.</summary>
    public SchedTraceWish? SchedTrace { get; init; }

    /// <summary>Whether some requests are kept step by step (<see cref="Load.RequestSampler"/>). Looking changes nothing.</summary>
    public bool SamplesRequests { get; init; }

    /// <summary>A mistake to put into the scheduler.</summary>
    public GoFault Fault { get; init; }
}
