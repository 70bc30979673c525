using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Measuring;

/// <summary>Tells whether something disturbed the calling thread since a moment: it lost its core to another thread, or a collection ran.</summary>
/// <remarks>Steal time has a resolution of a tick and cannot be seen block by block: <see cref="StealClock"/> tells it for the whole run.</remarks>
internal readonly struct DisturbanceWatch
{
    private readonly long _switches;
    private readonly int _collections;

    private DisturbanceWatch(long switches, int collections) => (_switches, _collections) = (switches, collections);

    internal static DisturbanceWatch Start() => new(ResourceUsage.OfCallingThread().InvoluntarySwitches, GC.CollectionCount(0));

    internal bool IsDisturbed() => ResourceUsage.OfCallingThread().InvoluntarySwitches != _switches || GC.CollectionCount(0) != _collections;
}
