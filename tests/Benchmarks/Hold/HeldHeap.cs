using GmpSim.Engine;

namespace GmpSim.Benchmarks;

/// <summary>A <see cref="QuaternaryHeap"/>, called directly.</summary>
internal readonly struct HeldHeap : IHeldSet
{
    private readonly QuaternaryHeap _set;

    internal HeldHeap(QuaternaryHeap set) => _set = set;

    public void Add(SimEvent occurrence) => _set.Add(occurrence);

    public bool TryTake(SimTime until, out SimEvent occurrence) => _set.TryTake(until, out occurrence);
}
