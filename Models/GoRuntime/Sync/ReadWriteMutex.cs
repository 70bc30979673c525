using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>sync.RWMutex (sync/rwmutex.go, every version): a mutex among writers, a count of readers, and two semaphores.</summary>
/// <remarks>A writer that waits for the readers before it keeps new readers out. See <see cref="SyncObjects"/> for how operations are called.</remarks>
public sealed class ReadWriteMutex : ISyncObject
{
    private readonly CacheLine _line;
    private readonly GoMutex _writers;
    private readonly Semaphore _writerSemaphore;
    private readonly Semaphore _readerSemaphore;

    // readerCount as it would be without a writer (which subtracts rwmutexMaxReaders), and whether one has announced itself.
    private int _readers;
    private bool _isWriterPending;

    /// <summary>readerWait: readers that the pending writer still waits for.</summary>
    private int _readersBeforeWriter;

    internal ReadWriteMutex(GoProcess process, string name, CacheLine line)
    {
        Name = name;
        _line = line;
        _writers = new(process, name, line);
        _writerSemaphore = process.Sync.NewSemaphore(line);
        _readerSemaphore = process.Sync.NewSemaphore(line);
    }

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>RLock.</summary>
    /// <returns>Whether the goroutine may read; else it is parked.</returns>
    public bool ReadLock(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(g);
        if (g.Waiting is null)
        {
            Write(m);
            _readers++;
            if (!_isWriterPending) return true;
        }

        return _readerSemaphore.Acquire(m, g, WaitReason.SyncRWMutexRLock);
    }

    /// <summary>RUnlock.</summary>
    /// <exception cref="GoPanicException">Nobody reads.</exception>
    public void ReadUnlock(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        Write(m);
        if (_readers == 0) throw new GoPanicException(g, m.Thread.LocalNow, "sync: RUnlock of unlocked RWMutex", Name);
        _readers--;
        if (!_isWriterPending) return;
        Write(m);
        if (--_readersBeforeWriter == 0) _writerSemaphore.Release(m);
    }

    /// <summary>Lock.</summary>
    /// <returns>Whether the goroutine may write; else it is parked.</returns>
    public async Process<bool> Lock(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(g);
        if (g.Waiting is null || !ReferenceEquals(g.Waiting.Semaphore, _writerSemaphore))
        {
            if (!await _writers.Lock(m, g)) return false;
            Write(m);
            _isWriterPending = true;
            if (_readers == 0) return true;
            Write(m);
            _readersBeforeWriter = _readers;
        }

        return _writerSemaphore.Acquire(m, g, WaitReason.SyncRWMutexLock);
    }

    /// <summary>Unlock: the readers that came meanwhile are readied in the order in which they came, then the next writer.</summary>
    /// <returns>Whether the writers' mutex was handed over: then the body returns <see cref="RunOutcome.YieldedLocally"/>, and goes on behind the Unlock when it runs next.</returns>
    /// <exception cref="GoPanicException">No writer holds it.</exception>
    public bool Unlock(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        if (!_isWriterPending) throw new GoPanicException(g, m.Thread.LocalNow, "sync: Unlock of unlocked RWMutex", Name);
        Write(m);
        _isWriterPending = false;
        for (var reader = 0; reader < _readers; reader++) _readerSemaphore.Release(m);
        return _writers.Unlock(m, g);
    }

    string ISyncObject.Name => $"read-write mutex {Name}";

    WaitQueue? ISyncObject.QueueAt(int index) => index switch
    {
        0 => _writerSemaphore.Queue,
        1 => _readerSemaphore.Queue,
        _ => ((ISyncObject)_writers).QueueAt(index - 2),
    };

    string? ISyncObject.FindFault()
    {
        if (!_isWriterPending && _readerSemaphore.Queue.First is { } reader && _readerSemaphore.Woken == 0) return $"goroutine {reader.G.Id} waits to read, and no writer is there";
        return _writerSemaphore.FindFault() ?? _readerSemaphore.FindFault() ?? ((ISyncObject)_writers).FindFault();
    }

    private void Write(WorkerThread m) => m.Thread.WriteLine(_line);
}
