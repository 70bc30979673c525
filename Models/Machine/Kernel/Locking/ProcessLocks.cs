namespace GmpSim.Machine;

/// <summary>Locks that all threads of a process share in the kernel.</summary>
internal sealed class ProcessLocks(Hardware hardware)
{
    /// <summary>sighand->siglock: a signal is queued under it.</summary>
    internal SpinLock Signals { get; } = new(hardware);

    /// <summary>What clone does one after another: tasklist_lock and the locks of the memory map, in one.</summary>
    internal SpinLock Creation { get; } = new(hardware);

    /// <summary>files->file_lock: a descriptor's number is taken or given back under it.</summary>
    internal SpinLock Files { get; } = new(hardware);
}
