using GmpSim.Engine;

namespace GmpSim.Benchmarks;

/// <summary>A pending-event set behind a struct, so that each kind gets its own compiled loop, as in a program that uses one kind.</summary>
internal interface IHeldSet
{
    void Add(SimEvent occurrence);

    bool TryTake(SimTime until, out SimEvent occurrence);
}
