using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>An eventfd: a counter that one thread writes to wake another out of epoll_wait.</summary>
/// <remarks>
/// fs/eventfd.c. A write and a read that gets something hold the lock of its wait queue while they run the epoll callbacks, so writers come one after another. Every write signals, at a
/// count above 0 too. Left out: a write that blocks because the count would overflow, EFD_SEMAPHORE.
/// </remarks>
public sealed class EventFd : Pollable
{
    /// <summary>eventfd.</summary>
    public EventFd(Host host)
        : base(host)
    {
        QueueLock = new(Host.Hardware);
    }

    /// <summary>The count, until somebody reads it.</summary>
    public long Count { get; private set; }

    /// <inheritdoc/>
    public override PollMask Poll() => Count > 0 ? PollMask.In : PollMask.None;

    /// <summary>Adds one and wakes a waiter.</summary>
    public void Write(KernelThread caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        caller.CallKernel(Host.Costs.EventfdWrite);
        Count++;
        caller.SpendInKernel(Notify(PollMask.In, caller.Core, caller.Owed));
    }

    /// <summary>Adds one and wakes a waiter, for a cause outside the machine: it counts as an interrupt of the core.</summary>
    public void WriteFromOutside(Core interrupted)
    {
        ArgumentNullException.ThrowIfNull(interrupted);
        Count++;
        interrupted.Interrupt(Notify(PollMask.In, interrupted, SimDuration.Zero));
    }

    /// <summary>Takes the count. A read that got something runs the epoll callbacks with EPOLLOUT: filtered where nobody asked for it, an event where somebody did.</summary>
    /// <param name="caller">The reading thread.</param>
    /// <param name="most">What one read takes at most; a pipe's reader takes as many as its buffer holds.</param>
    public void Drain(KernelThread caller, long most = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(caller);
        caller.CallKernel();
        if (Count == 0)
        {
            caller.Account.CountSpuriousEvent(); // EAGAIN: nobody reads a counter without having been told
            return;
        }

        Count -= Math.Min(Count, most);
        caller.SpendInKernel(Notify(PollMask.Out, caller.Core, caller.Owed));
    }
}
