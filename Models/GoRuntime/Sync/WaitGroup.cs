using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>sync.WaitGroup (sync/waitgroup.go, every version). See <see cref="SyncObjects"/> for how operations are called.</summary>
public sealed class WaitGroup : ISyncObject
{
    private readonly CacheLine _line;
    private readonly Semaphore _semaphore;
    private int _waiters;

    internal WaitGroup(SyncObjects sync, string name, CacheLine line)
    {
        Name = name;
        _line = line;
        _semaphore = sync.NewSemaphore(line);
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>Goroutines that are not done yet.</summary>
    public int Count { get; private set; }

    /// <summary>Add(1).</summary>
    public void Add(WorkerThread m)
    {
        Write(m);
        Count++;
    }

    /// <summary>Done: the last one readies all waiters, in the order in which they came.</summary>
    /// <exception cref="GoPanicException">More were done than added.</exception>
    public void Done(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        Write(m);
        if (--Count < 0) throw new GoPanicException(g, m.Thread.LocalNow, "sync: negative WaitGroup counter", Name);
        if (Count > 0) return;
        for (; _waiters > 0; _waiters--) _semaphore.Release(m);
    }

    /// <summary>Wait.</summary>
    /// <returns>Whether the count is zero; else the goroutine is parked.</returns>
    public bool Wait(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(g);
        if (g.Waiting is null)
        {
            Write(m);
            if (Count == 0) return true;
            _waiters++;
        }

        return _semaphore.Acquire(m, g, WaitReason.SyncWaitGroupWait);
    }

    string ISyncObject.Name => $"wait group {Name}";

    WaitQueue? ISyncObject.QueueAt(int index) => index == 0 ? _semaphore.Queue : null;

    string? ISyncObject.FindFault() =>
        Count == 0 && _waiters > 0 ? $"{_waiters} goroutines wait for a group that is done" : _semaphore.FindFault();

    private void Write(WorkerThread m)
    {
        ArgumentNullException.ThrowIfNull(m);
        m.Thread.WriteLine(_line);
    }
}
