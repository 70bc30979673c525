using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>A queued spin lock of the kernel (qspinlock): one core in the section, the others burn their time in a queue.</summary>
/// <remarks>
/// Computed when the lock is taken; there is no event for it. The lock word is a line that goes to one core after another. Who finds the lock taken is told
/// through a queue node of its own, which its predecessor writes: one more transfer. A holder whose virtual core the host takes away keeps the lock all the time, and the
/// others burn theirs; nothing else takes its core from it, since the kernel does not preempt inside. Not modelled: interrupts off meanwhile, waiters that halt (pvqspinlock).
/// </remarks>
public sealed class SpinLock(Hardware hardware)
{
    private readonly CacheLine _word = hardware.NewLine();
    private int _last = -1;

    /// <summary>Reads the lock's line without taking the lock.</summary>
    /// <returns>How long the core waits for the line.</returns>
    internal SimDuration Look(int cpu, SimTime at) => _word.Read(cpu, at);

    /// <summary>The section that began last turns out to be longer.</summary>
    internal void Prolong(SimDuration section) => _word.Prolong(section);

    /// <summary>Takes the lock at <paramref name="at"/>, works for <paramref name="section"/>, lets it go.</summary>
    /// <returns>How long the core is busy with that: waiting, transfers and the section.</returns>
    public SimDuration Run(int cpu, SimTime at, SimDuration section)
    {
        var handOver = _last >= 0 && _word.IsBusy(at) ? hardware.PullLines(cpu, _last, 1) : SimDuration.Zero;
        _last = cpu;
        return _word.Lock(cpu, at, handOver + section);
    }
}
