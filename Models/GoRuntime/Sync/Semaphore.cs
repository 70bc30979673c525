using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>A sleeping semaphore, as sync.Mutex and its kin are made of (runtime_Semacquire, runtime_Semrelease in sema.go).</summary>
/// <remarks>
/// A woken goroutine competes for the count with whoever comes by; if it loses, it queues again. Only a hand-off
/// gives it the count with the wake-up (its ticket), and the releaser then yields so that it runs at once (from 1.14).
/// Not modelled: the treap in which a bucket finds its addresses (a constant in <c>go.sema_op</c>).
/// </remarks>
internal sealed class Semaphore
{
    private readonly SyncObjects _sync;
    private readonly SemaphoreRoot _root;
    private readonly CacheLine _line;

    internal Semaphore(SyncObjects sync, SemaphoreRoot root, CacheLine line, uint count)
    {
        _sync = sync;
        _root = root;
        _line = line;
        Count = count;
    }

    /// <summary>How many may still pass.</summary>
    internal uint Count { get; private set; }

    /// <summary>Goroutines that were woken and have not looked at the count yet.</summary>
    internal int Woken { get; private set; }

    internal WaitQueue Queue { get; } = new();

    /// <summary>semacquire1: takes one of the count or parks; called again by the goroutine that was woken.</summary>
    /// <param name="m">The M that runs it.</param>
    /// <param name="g">Who wants to pass.</param>
    /// <param name="why">What it waits for, should it have to.</param>
    /// <param name="lifo">Whether it queues before all others.</param>
    /// <returns>Whether it has passed; else it is parked.</returns>
    internal bool Acquire(WorkerThread m, Goroutine g, WaitReason why, bool lifo = false)
    {
        var mine = g.Waiting;
        if (mine is not null)
        {
            Woken--;
            if (mine.Ticket || TryTake(m))
            {
                _sync.ReleaseWaiting(g);
                return true;
            }
        }
        else
        {
            if (TryTake(m)) return true;
            mine = _sync.AcquireSudog(g);
            mine.Semaphore = this;
        }

        // Go looks at the count once more under the bucket's lock; here nothing can have come in between.
        LockRoot(m);
        _root.Waiters++;
        mine.IsWinner = false;
        if (lifo) Queue.PutFirst(mine);
        else Queue.PutLast(mine);
        SyncObjects.Park(m, g, mine, why, why.IsMutexWait() ? LatencyComponent.Lock : LatencyComponent.Channel);
        return false;
    }

    /// <summary>semrelease1: adds one to the count and wakes the first waiter.</summary>
    /// <param name="m">The M that acts.</param>
    /// <param name="handOff">Whether the waiter gets the count with the wake-up.</param>
    /// <returns>Whether it did: then the goroutine that released must yield (<see cref="RunOutcome.YieldedLocally"/>).</returns>
    internal bool Release(WorkerThread m, bool handOff = false)
    {
        m.Thread.WriteLine(_line);
        Count++;
        if (_root.Waiters == 0) return false;
        LockRoot(m);
        if (Queue.TakeFirst() is not { } waiter) return false;
        _root.Waiters--;
        Woken++;
        if (handOff)
        {
            Count--;
            waiter.Ticket = true;
        }

        _sync.Ready(m, waiter);
        return handOff;
    }

    /// <summary>What is wrong between two events: a count that nobody takes while somebody sleeps for it is a lost wake-up.</summary>
    internal string? FindFault() =>
        Queue.First is not null && Count > Woken ? $"goroutine {Queue.First.G.Id} sleeps while the semaphore stands at {Count} with {Woken} woken" : null;

    /// <summary>cansemacquire.</summary>
    private bool TryTake(WorkerThread m)
    {
        m.Thread.ReadLine(_line);
        if (Count == 0) return false;
        m.Thread.WriteLine(_line);
        Count--;
        return true;
    }

    private void LockRoot(WorkerThread m) =>
        m.Thread.LockLine(_root.Line, _sync.Costs.SemaphoreOp);
}
