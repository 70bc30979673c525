using GmpSim.Engine;

namespace GmpSim.Machine;

/// <content>System calls that threads of one process make side by side, up to the lock that they share.</content>
public sealed partial class KernelThread
{
    private SimDuration _coldStart;

    /// <summary>A system call: into the kernel and back, and what it does there. It uses CPU time, which passes at the next wait.</summary>
    /// <param name="work">What it does beyond <c>kernel.syscall</c>.</param>
    public void CallKernel(SimDuration work = default)
    {
        WaitForLines(_coldStart);
        _coldStart = SimDuration.Zero;
        SpendInKernel(_host.Costs.Syscall + work);
    }

    /// <summary>The end of a system call that finds nothing: it makes its way to sleep (<c>kernel.sleep</c>), and sleeps as <see cref="BlockUntil"/> does.</summary>
    /// <param name="deadline">When to give up; <see cref="SimTime.MaxValue"/> for never.</param>
    public BlockAwaiter FallAsleepUntil(SimTime deadline)
    {
        SpendInKernel(_host.Costs.Sleep);
        return BlockUntil(deadline);
    }

    /// <summary>Its core has been idle: the thread's next system call finds cold caches.</summary>
    /// <remarks>The next one and not the one that it wakes up in, whose way out is part of the measured wake-up (<c>kernel.cold_wake</c>).</remarks>
    internal void FindCold(SimDuration cost) => _coldStart = SimDuration.Max(_coldStart, cost);

    /// <summary>tgkill to a thread of the same process: under the lock that its signals share, then on its way.</summary>
    /// <param name="receiver">Who gets the signal; one at work on a core gets it after <c>kernel.signal_deliver</c>, any other when it has a core.</param>
    /// <returns>Whether it was sent on: while an earlier one waits for its handler, a second is lost in it.</returns>
    public bool Signal(KernelThread receiver)
    {
        ArgumentNullException.ThrowIfNull(receiver);
        CallKernel();
        RunUnder(Locks.Signals, _host.Costs.SignalLock);
        SpendInKernel(_host.Costs.SignalSend);
        return receiver.SendSignal(Owed + _host.Costs.SignalDeliver);
    }

    /// <summary>clone: part of it one thread of the process at a time; then the child is on its way to a core.</summary>
    public void Clone(KernelThread child, Func<KernelThread, Process> code)
    {
        ArgumentNullException.ThrowIfNull(child);
        CallKernel();
        RunUnder(Locks.Creation, _host.Costs.ThreadCreateLock);
        SpendInKernel(_host.Costs.ThreadCreate);
        child.Start(code, Owed, Core, _host.Costs.ThreadStart);
    }

    /// <summary>Gives a file a number in the table of the process; fails with EMFILE where there is none.</summary>
    /// <remarks>The part under the lock of the table (alloc_fd); the call that opens the file costs what it costs.</remarks>
    public bool TryOpen(Pollable file)
    {
        RunUnder(Locks.Files, _host.Costs.DescriptorLock);
        return Account.Descriptors.TryOpen(file);
    }

    /// <summary>Gives the number of a file back (file_close_fd), under the lock of the table.</summary>
    public void FreeDescriptor(Pollable file)
    {
        RunUnder(Locks.Files, _host.Costs.DescriptorLock);
        Account.Descriptors.Close(file);
    }

    /// <summary>A word of its process on which threads can sleep.</summary>
    public Futex NewFutex() => FutexTable.Of(_host, Account).NewFutex();

    private ProcessLocks Locks => Account.Locks ??= new(_host.Hardware);

    private void RunUnder(SpinLock @lock, SimDuration section) => RunLockedInKernel(@lock.Run(Core.Number, LocalNow, section), section);
}
