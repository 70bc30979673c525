namespace GmpSim.GoRuntime;

/// <summary>Serialises the readers and the writers of one descriptor (internal/poll.fdMutex): its pollDesc has room for one of each.</summary>
/// <remarks>
/// Every version. Who comes second waits in a queue, first come first served; who unlocks readies the first of it (semrelease, without a hand-over),
/// so that somebody who is running may take the lock before it: then it queues again, at the end.
/// </remarks>
internal sealed class FdMutex
{
    private readonly Queue<Goroutine> _readers = new();
    private readonly Queue<Goroutine> _writers = new();
    private bool _isReadLocked;
    private bool _isWriteLocked;

    /// <summary>Whether somebody holds a lock or waits for one.</summary>
    internal bool IsInUse => _isReadLocked || _isWriteLocked || _readers.Count > 0 || _writers.Count > 0;

    /// <summary>Goroutines that wait to read. For checks.</summary>
    internal IReadOnlyCollection<Goroutine> Readers => _readers;

    /// <summary>Goroutines that wait to write. For checks.</summary>
    internal IReadOnlyCollection<Goroutine> Writers => _writers;

    /// <summary>rwlock: takes the lock of one direction.</summary>
    /// <returns>Whether it was free. If not, the goroutine is parked and tries again when it is readied.</returns>
    internal bool TryLock(Goroutine g, PollMode mode)
    {
        ref var isLocked = ref Locked(mode);
        if (!isLocked)
        {
            isLocked = true;
            return true;
        }

        g.Park(WaitReason.Semacquire);
        Queue(mode).Enqueue(g);
        return false;
    }

    /// <summary>rwunlock: frees the lock of one direction.</summary>
    /// <returns>Who is to be readied.</returns>
    /// <exception cref="InvalidOperationException">It was not locked (panic("inconsistent poll.fdMutex")).</exception>
    internal Goroutine? Unlock(PollMode mode)
    {
        ref var isLocked = ref Locked(mode);
        if (!isLocked) throw new InvalidOperationException("inconsistent poll.fdMutex");
        isLocked = false;
        return Queue(mode).TryDequeue(out var next) ? next : null;
    }

    private Queue<Goroutine> Queue(PollMode mode) => mode == PollMode.Read ? _readers : _writers;

    private ref bool Locked(PollMode mode)
    {
        if (mode == PollMode.Read) return ref _isReadLocked;
        return ref _isWriteLocked;
    }
}
