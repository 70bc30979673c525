using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>A queued spin lock of the kernel (qspinlock): one core in the section, the others burn their time in a queue.</summary>
/// <remarks>
/// Computed when the lock is taken; there is no event for it. The lock word is a line that goes to one core after another. Who finds the lock taken is told
/// through a queue node of its own, which its predecessor writes: one more transfer. Not modelled: interrupts off meanwhile, a holder that loses its (virtual) core.
/// </remarks>
public sealed class SpinLock(Hardware hardware)
{
    private readonly CacheLine _word = hardware.NewLine();
    private int _last = -1;

    /// <summary>Takes the lock at <paramref name="at"/>, works for <paramref name="section"/>, lets it go.</summary>
    /// <returns>How long the core is busy with that: waiting, transfers and the section.</returns>
    public SimDuration Run(int cpu, SimTime at, SimDuration section)
    {
        var handOver = _last >= 0 && _word.IsBusy(at) ? hardware.PullLines(cpu, _last, 1) : SimDuration.Zero;
        _last = cpu;
        return _word.Lock(cpu, at, handOver + section);
    }
}
