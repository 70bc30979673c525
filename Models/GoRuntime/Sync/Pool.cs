using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>A pool of things of which a goroutine takes one at a time: connections to a database, tokens, workers.</summary>
/// <remarks>
/// As golang.org/x/sync/semaphore: one lock, and a release hands the item to the goroutine that has waited longest (nobody
/// barges in), readied on the P of the releaser. Who waits for a limited time sets a timer beside it (the select of waitTurn in go-redis,
/// internal/pool/pool.go): whichever of the two comes first has the goroutine. See <see cref="SyncObjects"/> for how operations are called.
/// </remarks>
public sealed class Pool : ISyncObject
{
    private readonly SyncObjects _sync;
    private readonly CacheLine _line;

    internal Pool(SyncObjects sync, string name, int size, CacheLine line)
    {
        _sync = sync;
        Name = name;
        Size = size;
        _line = line;
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Items in all.</summary>
    public int Size { get; }

    /// <summary>Items that goroutines have.</summary>
    public int Taken { get; private set; }

    private WaitQueue Queue { get; } = new();

    /// <summary>Takes an item.</summary>
    /// <param name="m">The M that runs the goroutine.</param>
    /// <param name="g">Who wants it.</param>
    /// <param name="limit">How long it waits at most; <see langword="null"/> for as long as it takes.</param>
    /// <returns>Whether it has one, waits for one, or has waited as long as it will.</returns>
    public PoolOutcome Acquire(WorkerThread m, Goroutine g, SimDuration? limit = null)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        if (g.Waiting is { } waited)
        {
            var hasItem = waited.Success;
            _sync.ReleaseWaiting(g);
            if (hasItem && limit is not null) _sync.Timers.Stop(m, g.PoolTimer!);
            return hasItem ? PoolOutcome.Taken : PoolOutcome.TimedOut;
        }

        Lock(m);
        if (Taken < Size)
        {
            Taken++;
            return PoolOutcome.Taken;
        }

        var mine = _sync.AcquireSudog(g);
        Queue.PutLast(mine);
        if (limit is { } wait)
        {
            var timer = g.PoolTimer ??= new(_sync);
            timer.Waiter = mine;
            _sync.Timers.Start(m, timer, m.Thread.LocalNow + wait);
        }

        SyncObjects.Park(m, g, mine, WaitReason.Select, LatencyComponent.Pool);
        return PoolOutcome.Parked;
    }

    /// <summary>Gives an item back, or to the goroutine that has waited longest.</summary>
    /// <exception cref="GoPanicException">No item is out.</exception>
    public void Release(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        Lock(m);
        if (Taken == 0) throw new GoPanicException(g, m.Thread.LocalNow, "semaphore: released more than held", Name);
        if (Queue.TakeFirst() is { } waiter)
        {
            waiter.Success = true;
            _sync.Ready(m, waiter);
        }
        else
        {
            Taken--;
        }
    }

    string ISyncObject.Name => $"pool {Name}";

    WaitQueue? ISyncObject.QueueAt(int index) => index == 0 ? Queue : null;

    string? ISyncObject.FindFault()
    {
        if (Taken < 0 || Taken > Size) return $"{Taken} of {Size} items are taken";
        return Queue.First is { } first && Taken < Size ? $"goroutine {first.G.Id} waits for an item, and {Size - Taken} are free" : null;
    }

    private void Lock(WorkerThread m) => m.Thread.LockLine(_line, _sync.Costs.ChannelOp);
}
