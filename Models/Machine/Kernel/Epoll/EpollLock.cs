using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>ep->lock: guards the ready list, the overflow list and the queue of waiters. A spin lock, or (5.1 to 6.17) a reader-writer lock whose read side is the callbacks'.</summary>
internal sealed class EpollLock
{
    private readonly SpinLock? _spin;
    private readonly ReadWriteLock? _readWrite;

    internal EpollLock(Host host)
    {
        if (host.Rules.EpollCallbacksShareLock) _readWrite = new(host.Hardware);
        else _spin = new(host.Hardware);
    }

    /// <summary>A callback's section.</summary>
    /// <param name="cpu">The core on which it runs.</param>
    /// <param name="at">When.</param>
    /// <param name="section">How long it takes.</param>
    /// <param name="links">Whether it links an item: among readers that is an exchange of the list's tail, which lies on the lock's line (list_add_tail_lockless, chain_epi_lockless); under the spin lock the line is the core's anyway.</param>
    /// <returns>How long the core is busy with it, waiting included.</returns>
    internal SimDuration Callback(int cpu, SimTime at, SimDuration section, bool links) => _readWrite?.Read(cpu, at, section, links) ?? _spin!.Run(cpu, at, section);

    /// <summary>A section of a thread that harvests, begins to wait, or gives up.</summary>
    internal void Run(KernelThread thread, SimDuration section)
    {
        var (cpu, at) = (thread.Core.Number, thread.LocalNow);
        thread.RunLockedInKernel(_readWrite?.Write(cpu, at, section) ?? _spin!.Run(cpu, at, section), section);
    }
}
