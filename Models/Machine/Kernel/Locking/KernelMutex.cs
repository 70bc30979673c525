using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>A sleeping lock of the kernel (kernel/locking/mutex.c) whose holder never sleeps: the others spin for it, one behind the other.</summary>
/// <remarks>
/// <para>
/// Computed when the lock is let go; there is no event for it. While the holder runs, a waiter spins (optimistic spinning): in a queue of its own kind (MCS), so that the lock goes round in the order of asking, with
/// one transfer for the queue node of the next and one for the word. It sleeps only when the holder has lost its core or is to give it up, and on that hangs what the kernel has against starving sleepers (MUTEX_FLAG_HANDOFF).
/// </para>
/// <para>
/// Neither happens in the sections that are modelled: they never sleep, and a kernel without preemption inside itself (NONE, VOLUNTARY) ends them before it gives the core to another, be it for a slice or for a quota. An interrupt holds
/// the holder up on its own core, and who waits goes on spinning; that the section then ends later is left out, for it is a few hundred nanoseconds long. What takes the core away is the host of a virtual machine: the
/// lock is held through such a gap, and the others burn their time, as in a guest that is not told which of its CPUs are gone (vcpu_is_preempted). A preemptible kernel (FULL, LAZY), whose holders can be preempted, is left out.
/// </para>
/// </remarks>
public sealed class KernelMutex(Hardware hardware)
{
    private readonly CacheLine _word = hardware.NewLine();
    private SimTime _begin;
    private int _last = -1;

    /// <summary>When the last section is or was over.</summary>
    public SimTime FreeAt { get; private set; }

    /// <summary>Takes the lock: spins until it is free, then gets its line.</summary>
    public void Lock(KernelThread caller)
    {
        Spin(caller);
        caller.WriteLine(_word);
        _begin = caller.LocalNow;
    }

    /// <summary>Spins until whoever holds the lock has let it go.</summary>
    /// <returns>Whether somebody held it.</returns>
    public bool Spin(KernelThread caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (FreeAt <= caller.LocalNow) return false;
        caller.RunLockedInKernel(FreeAt - caller.LocalNow, SimDuration.Zero);
        if (_last >= 0) caller.PullLines(_last, 1);
        return true;
    }

    /// <summary>Lets the lock go, what the caller owes having been done under it.</summary>
    public void Unlock(KernelThread caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        _last = caller.Core.Number;
        FreeAt = caller.LocalNow + hardware.Absence(_last, _begin, caller.LocalNow - _begin);
    }
}
