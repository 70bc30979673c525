namespace GmpSim.Machine;

/// <summary>How a kernel takes a core from the thread that runs on it (CONFIG_PREEMPT_…).</summary>
public enum PreemptionModel
{
    /// <summary>Only at the return to user mode.</summary>
    None,

    /// <summary>At the return to user mode, and where long work in the kernel offers it; that work is not modelled, so it is as <see cref="None"/> here.</summary>
    Voluntary,

    /// <summary>At once, in the kernel too.</summary>
    Full,

    /// <summary>At the return to user mode; the core is not told by an interrupt, so a thread that stays in user mode goes on until the tick (from 6.13).</summary>
    Lazy,
}
