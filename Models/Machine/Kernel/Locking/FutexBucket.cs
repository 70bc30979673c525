namespace GmpSim.Machine;

/// <summary>One bucket of a futex hash table: a lock, and how many threads are queued on the words that fall into it, both on one line.</summary>
internal sealed class FutexBucket(Hardware hardware)
{
    private readonly SpinLock _lock = new(hardware);

    /// <summary>Threads queued (waiters): while there are none, a wake takes no lock.</summary>
    internal int Waiters { get; set; }

    /// <summary>Reads the number of waiters without the lock (futex_hb_waiters_pending).</summary>
    internal void Look(KernelThread thread) => thread.RunLockedInKernel(_lock.Look(thread.Core.Number, thread.LocalNow), default);

    /// <summary>A section under the lock.</summary>
    internal void Run(KernelThread thread)
    {
        var section = thread.Host.Costs.FutexBucket;
        thread.RunLockedInKernel(_lock.Run(thread.Core.Number, thread.LocalNow, section), section);
    }
}
