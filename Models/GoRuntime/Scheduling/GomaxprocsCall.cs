using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>runtime.GOMAXPROCS(n) (debug.go): stops the world for the change, not while a garbage collection runs.</summary>
internal sealed class GomaxprocsCall(GoProcess process)
{
    /// <summary>Sets the number of Ps.</summary>
    /// <returns>Whether it is done; otherwise the goroutine is parked, and calls again when it runs next.</returns>
    internal async Process<bool> Set(WorkerThread m, Goroutine g, int count)
    {
        var world = process.World;
        await m.Thread.Settle();
        if (count == process.AllP.Length && !world.GcSema.IsOwnedBy(g)) return true;
        if (!world.GcSema.TryAcquire(m, g, LatencyComponent.StopTheWorld)) return false;
        if (!world.WorldSema.TryAcquire(m, g, LatencyComponent.StopTheWorld)) return false;
        await world.Stop(m, StopReason.Other);
        await world.Start(m, count);
        process.Counters.GomaxprocsChanges++;
        world.WorldSema.Release(m);
        world.GcSema.Release(m);
        return true;
    }
}
