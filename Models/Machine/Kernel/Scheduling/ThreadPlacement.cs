namespace GmpSim.Machine;

/// <summary>Which core a thread goes to: when it wakes up, when it is new, when a core has nothing to do.</summary>
internal abstract class ThreadPlacement(Host host)
{
    /// <summary>The machine.</summary>
    protected Host Host => host;

    /// <summary>What a machine has: the kernel's rules, or where slices are zero those of a machine that never leaves a core idle while a thread waits.</summary>
    internal static ThreadPlacement For(Host host) => host.Costs.Slice == Engine.SimDuration.Zero ? new ShortestQueuePlacement(host) : new KernelPlacement(host);

    /// <summary>The core for a thread that wakes up.</summary>
    /// <param name="thread">The thread.</param>
    /// <param name="waker">The core on which the wake-up happens; <see langword="null"/> for none.</param>
    /// <param name="sync">Whether the waker says that it will sleep soon (WF_SYNC).</param>
    internal abstract Core ForWoken(KernelThread thread, Core? waker, bool sync);

    /// <summary>The core for a new thread.</summary>
    internal abstract Core ForNew(KernelThread thread, Core? creator);

    /// <summary>A thread for a core that is about to go idle, if one waits elsewhere that may come (new-idle balancing).</summary>
    internal abstract KernelThread? PullFor(Core idle);

    /// <summary>A core has begun to do something or stopped: what is known about idle ones changes.</summary>
    internal virtual void Turned(Core core)
    {
    }

    /// <summary>Threads wait: whatever spreads them from time to time is to begin.</summary>
    internal virtual void KeepBalanced()
    {
    }
}
