using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>A queued reader-writer lock of the kernel (qrwlock): readers work side by side, but each writes the lock word twice.</summary>
/// <remarks>Computed when the lock is taken; there is no event for it. Readers that come while a writer waits do not queue behind it. As for <see cref="SpinLock"/>, who holds it keeps it while its virtual core is gone.</remarks>
public sealed class ReadWriteLock(Hardware hardware)
{
    private readonly CacheLine _word = hardware.NewLine();
    private SimTime _readersUntil;
    private int _lastReader = -1;

    /// <summary>The read side: only the lock word is passed round.</summary>
    /// <param name="cpu">The core.</param>
    /// <param name="at">When.</param>
    /// <param name="section">How long it works inside.</param>
    /// <param name="swaps">Whether it changes, by an atomic exchange, something that lies on the lock's line and that others inside change too.</param>
    /// <returns>How long the core is busy with that: waiting, transfers and the section.</returns>
    public SimDuration Read(int cpu, SimTime at, SimDuration section, bool swaps = false)
    {
        // While another reader is inside, or on its way in or out, the line does not stay here between one operation on it and the next.
        var rival = at < _readersUntil && _lastReader >= 0 && _lastReader != cpu ? _lastReader : -1;
        var time = _word.Write(cpu, at) + section;
        if (swaps) time += Again(cpu, at + time, rival);
        time += Again(cpu, at + time, rival);
        _lastReader = cpu;
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

    private SimDuration Again(int cpu, SimTime at, int rival) => rival < 0 ? _word.Write(cpu, at) : _word.WriteAgain(cpu, at, rival);
}
