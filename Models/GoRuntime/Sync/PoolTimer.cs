namespace GmpSim.GoRuntime;

/// <summary>Ends a goroutine's wait for an item of a pool when it has lasted as long as it may.</summary>
internal sealed class PoolTimer(SyncObjects sync) : RuntimeTimer
{
    /// <summary>The entry with which the goroutine waits.</summary>
    internal Sudog Waiter { get; set; } = null!;

    /// <inheritdoc/>
    protected internal override void Fire(WorkerThread m)
    {
        if (Waiter.Queue is not { } queue) return; // it has been given an item, and has not run since
        m.Thread.SpendInRuntime(sync.Costs.ChannelOp);
        queue.Remove(Waiter);
        Waiter.IsWinner = true;
        sync.Ready(m, Waiter);
    }
}
