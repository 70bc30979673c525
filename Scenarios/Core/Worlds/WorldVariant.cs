using GmpSim.GoRuntime;

namespace GmpSim.Scenarios.Worlds;

/// <summary>What makes a world different from the one its scenario describes: for exploring, never for results.</summary>
public sealed record WorldVariant
{
    /// <summary>Whether every settling of a thread is a point at which others may come first (<see cref="Machine.Host.SettlesAlways"/>).</summary>
    public bool SettlesAlways { get; init; }

    /// <summary>Whether requests are counted and can be stopped (<see cref="World.Traffic"/>).</summary>
    public bool WatchesTraffic { get; init; }

    /// <summary>A mistake to put into the scheduler.</summary>
    public GoFault Fault { get; init; }
}
