namespace GmpSim.GoRuntime;

/// <summary>The binary semaphore of one direction of a descriptor (rg, wg): pdNil, pdReady, pdWait, or the goroutine parked on it.</summary>
/// <remarks>
/// netpoll.go, every version. The states are one reference, as in Go they are one word. At most one goroutine waits; others are kept out by
/// the descriptor's <see cref="FdMutex"/>.
/// </remarks>
internal struct PollSemaphore
{
    private static readonly Goroutine s_ready = new();
    private static readonly Goroutine s_wait = new();

    private Goroutine? _state;

    /// <summary>pdNil: nothing has happened and nobody waits.</summary>
    internal readonly bool IsNil => _state is null;

    /// <summary>pdReady: an event came while nobody waited, or readied whoever did.</summary>
    internal readonly bool IsReady => ReferenceEquals(_state, s_ready);

    /// <summary>pdWait: a goroutine is about to park.</summary>
    internal readonly bool IsWait => ReferenceEquals(_state, s_wait);

    /// <summary>The goroutine parked on it, if any.</summary>
    internal readonly Goroutine? Waiter => IsReady || IsWait ? null : _state;

    /// <summary>netpollblock, first half: ready → nil, with nothing to wait for; nil → wait.</summary>
    /// <returns>Whether it was ready.</returns>
    /// <exception cref="InvalidOperationException">Somebody waits already (throw("runtime: double wait")).</exception>
    internal bool Block()
    {
        if (IsReady)
        {
            _state = null;
            return true;
        }

        if (_state is not null) throw new InvalidOperationException("runtime: double wait");
        _state = s_wait;
        return false;
    }

    /// <summary>netpollblockcommit: wait → G. What came in between refuses the park.</summary>
    internal bool Commit(Goroutine g)
    {
        if (!IsWait) return false;
        _state = g;
        return true;
    }

    /// <summary>netpollblock, second half, when the goroutine goes on: whatever it is → nil.</summary>
    /// <returns>Whether it was ready: input or output, and not a deadline or a close, ended the wait.</returns>
    internal bool Finish()
    {
        var isReady = IsReady;
        _state = null;
        return isReady;
    }

    /// <summary>netpollunblock: an event (ready), a deadline or a close (not ready). Readiness is remembered, the others are not.</summary>
    /// <returns>The goroutine that has to be readied, if one was parked.</returns>
    internal Goroutine? Unblock(bool ioReady)
    {
        var waiter = Waiter;
        if (IsReady || (_state is null && !ioReady)) return null;
        _state = ioReady ? s_ready : null;
        return waiter;
    }

    /// <summary>pollReset: forgets readiness that is older than the system call about to be tried.</summary>
    internal void Reset() => _state = null;
}
