using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>sync.Mutex (internal/sync/mutex.go from 1.24, sync/mutex.go before; the rules are those of 1.14 and later).</summary>
/// <remarks>
/// Normal mode: whoever comes first takes a free mutex, and a woken waiter competes with newcomers that are on a core
/// already (barging). A waiter that has been at it for more than 1 ms switches to starvation mode: the mutex is then handed to
/// the first waiter, and newcomers queue. Not modelled: TryLock. See <see cref="SyncObjects"/> for how operations are called.
/// </remarks>
public sealed class GoMutex : ISyncObject
{
    /// <summary>How long a waiter competes before it asks for starvation mode. Source: starvationThresholdNs, every version.</summary>
    private static readonly SimDuration s_starvationThreshold = SimDuration.FromMilliseconds(1);

    /// <summary>Rounds of spinning at most. Source: active_spin, runtime/proc.go, every version.</summary>
    private const int MostSpins = 4;

    private readonly GoProcess _process;
    private readonly CacheLine _line;
    private readonly Semaphore _semaphore;

    // The state word: mutexLocked, mutexWoken, mutexStarving and the number of waiters.
    private bool _woken;
    private int _waiters;

    internal GoMutex(GoProcess process, string name, CacheLine line)
    {
        _process = process;
        Name = name;
        _line = line;
        _semaphore = process.Sync.NewSemaphore(line);
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Whether somebody holds it.</summary>
    public bool IsLocked { get; private set; }

    /// <summary>Whether it is in starvation mode.</summary>
    public bool IsStarving { get; private set; }

    /// <summary>Lock.</summary>
    /// <returns>Whether the goroutine holds it now; else it is parked.</returns>
    public async Process<bool> Lock(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        var isStarving = false;
        var isAwake = false;
        var spins = 0;
        SimTime? waitStart = null;

        if (g.Waiting is { } entry)
        {
            // Back from the semaphore, with what lockSlow kept in its variables.
            isStarving = entry.IsStarving;
            waitStart = entry.WaitStart;
            if (!Wait(m, g, waitStart.Value, isStarving, lifo: entry.IsRequeued)) return false;
            if (TakesOver(m, waitStart.Value, ref isStarving)) return true;
            isAwake = true;
        }
        else
        {
            Write(m);
            if (!IsLocked && !IsStarving && !_woken && _waiters == 0) return IsLocked = true;
        }

        while (true)
        {
            Read(m);
            if (IsLocked && !IsStarving && CanSpin(m, spins))
            {
                if (!isAwake && !_woken && _waiters > 0)
                {
                    Write(m);
                    isAwake = _woken = true; // so that Unlock wakes nobody beside this one
                }

                m.Thread.SpendInRuntime(_process.Costs.MutexSpin);
                spins++;
                await m.Thread.Settle();
                continue;
            }

            Write(m);
            if (isAwake) _woken = false;
            if (!IsLocked && !IsStarving) return IsLocked = true;

            _waiters++;
            if (isStarving && IsLocked) IsStarving = true;
            var lifo = waitStart is not null;
            waitStart ??= m.Thread.LocalNow;
            if (!Wait(m, g, waitStart.Value, isStarving, lifo)) return false;
            if (TakesOver(m, waitStart.Value, ref isStarving)) return true;
            isAwake = true;
            spins = 0;
        }
    }

    /// <summary>Unlock.</summary>
    /// <returns>Whether the mutex was handed over: then the body returns <see cref="RunOutcome.YieldedLocally"/>, and goes on behind the Unlock when it runs next.</returns>
    /// <exception cref="GoPanicException">It is not locked.</exception>
    public bool Unlock(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        if (!IsLocked) throw new GoPanicException(g, m.Thread.LocalNow, "sync: unlock of unlocked mutex", Name);
        Write(m);
        IsLocked = false;
        if (IsStarving) return _semaphore.Release(m, handOff: true);
        if (_waiters == 0 || _woken || _process.Options.Fault == GoFault.LostUnlockWake) return false;
        Write(m);
        _waiters--;
        _woken = true;
        return _semaphore.Release(m);
    }

    string ISyncObject.Name => $"mutex {Name}";

    WaitQueue? ISyncObject.QueueAt(int index) => index == 0 ? _semaphore.Queue : null;

    string? ISyncObject.FindFault()
    {
        if (IsStarving && _waiters == 0) return "starvation mode without a waiter";
        if (!IsLocked && _semaphore.Queue.First is { } first && !_woken && _semaphore.Woken == 0) return $"goroutine {first.G.Id} sleeps for a free mutex, and nobody has been woken";
        return _semaphore.FindFault();
    }

    /// <summary>runtime_SemacquireMutex; what lockSlow keeps in variables goes with the entry of a goroutine that parks.</summary>
    private bool Wait(WorkerThread m, Goroutine g, SimTime waitStart, bool isStarving, bool lifo)
    {
        if (_semaphore.Acquire(m, g, WaitReason.SyncMutexLock, lifo)) return true;
        var mine = g.Waiting!;
        mine.WaitStart = waitStart;
        mine.IsStarving = isStarving;
        mine.IsRequeued = lifo;
        return false;
    }

    /// <summary>After the semaphore: in starvation mode the mutex is this goroutine's, though not marked so yet.</summary>
    private bool TakesOver(WorkerThread m, SimTime waitStart, ref bool isStarving)
    {
        isStarving |= m.Thread.LocalNow - waitStart > s_starvationThreshold;
        if (!IsStarving) return false;
        Write(m);
        if (!isStarving || _waiters == 1) IsStarving = false; // the last waiter, or one that has not waited long, ends the mode
        _waiters--;
        IsLocked = true;
        return true;
    }

    /// <summary>sync_runtime_canSpin: only with another core at work for it, and nothing else to do on this P.</summary>
    private bool CanSpin(WorkerThread m, int spins)
    {
        if (spins >= MostSpins || _process.AllowedCpus <= 1) return false;
        var sched = _process.Sched;
        if (_process.AllP.Length <= sched.IdlePs + sched.Spinning + 1) return false;
        return !m.P!.HasWork;
    }

    private void Read(WorkerThread m) => m.Thread.ReadLine(_line);

    private void Write(WorkerThread m) => m.Thread.WriteLine(_line);
}
