using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>A queued reader-writer lock of the kernel (qrwlock): readers work side by side, but each writes the lock word twice.</summary>
/// <remarks>Computed when the lock is taken; there is no event for it. Readers that come while a writer waits do not queue behind it. As for <see cref="SpinLock"/>, who holds it keeps it while its virtual core is gone.</remarks>
public sealed class ReadWriteLock(Hardware hardware)
{
    private readonly CacheLine _word = hardware.NewLine();
    private SimTime _readersUntil;

    /// <summary>The read side: only the lock word is passed round.</summary>
    /// <returns>How long the core is busy with that: waiting, transfers and the section.</returns>
    public SimDuration Read(int cpu, SimTime at, SimDuration section)
    {
        var time = _word.Write(cpu, at) + section;
        time += _word.Write(cpu, at + time);
        _readersUntil = SimTime.Max(_readersUntil, at + time + hardware.Absence(cpu, at, time));
        return time;
    }

    /// <summary>The write side: alone.</summary>
    /// <returns>How long the core is busy with that: waiting, transfers and the section.</returns>
    public SimDuration Write(int cpu, SimTime at, SimDuration section)
    {
        var start = SimTime.Max(at, _readersUntil);
        return start - at + _word.Lock(cpu, start, section);
    }
}
