using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>A semaphore of value one inside the runtime (worldsema, gcsema, work.startSema, work.markDoneSema): first come, first served.</summary>
/// <remarks>
/// Released with direct hand-off: the first in line owns it from then on (semrelease1 with handoff, without the yield).
/// A goroutine that had to park asks again when it runs next, and is told that it is the owner.
/// </remarks>
internal sealed class RuntimeSemaphore(GoProcess process)
{
    private readonly Queue<Goroutine> _line = new();
    private Goroutine? _owner;

    /// <summary>Whether somebody has it.</summary>
    internal bool IsHeld { get; private set; }

    /// <summary>Goroutines parked on it, first come first. For checks.</summary>
    internal IEnumerable<Goroutine> Waiting => _line;

    /// <summary>semacquire.</summary>
    /// <returns>Whether <paramref name="g"/> owns it now; if not, it is parked and must ask again when it runs next.</returns>
    internal bool TryAcquire(WorkerThread m, Goroutine g, LatencyComponent waitingFor)
    {
        if (ReferenceEquals(_owner, g)) return true;
        if (!IsHeld)
        {
            IsHeld = true;
            _owner = g;
            return true;
        }

        GoProcess.LeaveRunning(m, g, waitingFor, m.Thread.LocalNow);
        g.Park(WaitReason.Semacquire);
        _line.Enqueue(g);
        return false;
    }

    /// <summary>Whether a goroutine has it.</summary>
    internal bool IsOwnedBy(Goroutine g) => ReferenceEquals(_owner, g);

    /// <summary>The owner passes it on to a job that outlives it: gcsema is held from the start of a cycle to its end, by two goroutines.</summary>
    internal void Disown() => _owner = null;

    /// <summary>semrelease: the first in line owns it now and becomes runnable.</summary>
    internal void Release(WorkerThread m)
    {
        IsHeld = _line.TryDequeue(out _owner);
        if (_owner is not null) process.Waker.Ready(m, _owner);
    }
}
