using GmpSim.Engine;
using GmpSim.GoRuntime;

namespace GmpSim.Load;

/// <summary>Closes connections that a pool has dropped: the finalizer of net's descriptors, in a goroutine of its own.</summary>
/// <remarks>Left out: that it runs only when a collection has found them unreachable; here it runs when a goroutine next uses the pool.</remarks>
internal sealed class Finalizer(Transport transport, SyncPool pool) : IGoroutineBody
{
    /// <inheritdoc/>
    public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
    {
        while (pool.TakeDropped() is { } connection) await transport.Close(m, connection);
        pool.HasFinalizer = false;
        await m.Thread.Settle();
        return RunOutcome.Exited;
    }
}
