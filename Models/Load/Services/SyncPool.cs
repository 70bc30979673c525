namespace GmpSim.Load;

/// <summary>A sync.Pool of idle connections to one service: what is given back stays with the P on which that happened, and the collector empties it.</summary>
/// <remarks>
/// Source: sync/pool.go, Go 1.13 to 1.27 (pin, Get, Put, getSlow, pinSlow, poolCleanup). Each P has a private place and a list; another P takes from the far end of the list, never from the private
/// place. When a P comes whose number is beyond the array, the array is made anew and the old one is lost. A collection drops what it has not seen used since the one before the last. What is
/// dropped is garbage: its finalizer closes it. Left out: the time that getting and putting take.
/// </remarks>
internal sealed class SyncPool
{
    private readonly Queue<DialledConnection> _dropped = new();
    private Local[] _local = [];
    private Local[] _victim = [];
    private int _victimSize;

    /// <summary>Connections that nobody can get any more and that have not been closed yet.</summary>
    internal int DroppedCount => _dropped.Count;

    /// <summary>Whether a goroutine is about to close what was dropped.</summary>
    internal bool HasFinalizer { get; set; }

    /// <summary>Get: an idle connection; <see langword="null"/> for none.</summary>
    /// <param name="p">Number of the P that asks.</param>
    /// <param name="processors">GOMAXPROCS.</param>
    internal DialledConnection? Get(int p, int processors)
    {
        var local = Pin(p, processors);
        if (local.TakePrivate() is { } own) return own;
        if (local.PopHead() is { } last) return last;
        for (var i = 1; i <= _local.Length; i++)
        {
            if (_local[(p + i) % _local.Length].PopTail() is { } stolen) return stolen;
        }

        return FromVictim(p);
    }

    /// <summary>Put: keeps a connection.</summary>
    /// <param name="p">Number of the P that gives it back.</param>
    /// <param name="processors">GOMAXPROCS.</param>
    /// <param name="connection">The connection.</param>
    internal void Put(int p, int processors, DialledConnection connection) => Pin(p, processors).Put(connection);

    /// <summary>poolCleanup: the world stands still, and a collection begins.</summary>
    internal void Cleanup()
    {
        Drop(_victim);
        _victim = _local;
        _victimSize = _local.Length;
        _local = [];
    }

    /// <summary>The next connection whose finalizer has to run; <see langword="null"/> for none.</summary>
    internal DialledConnection? TakeDropped() => _dropped.TryDequeue(out var connection) ? connection : null;

    private Local Pin(int p, int processors)
    {
        if (p < _local.Length) return _local[p];
        Drop(_local);
        _local = new Local[processors];
        for (var i = 0; i < processors; i++) _local[i] = new();
        return _local[p];
    }

    private DialledConnection? FromVictim(int p)
    {
        if (p >= _victimSize) return null;
        if (_victim[p].TakePrivate() is { } own) return own;
        for (var i = 0; i < _victimSize; i++)
        {
            if (_victim[(p + i) % _victimSize].PopTail() is { } old) return old;
        }

        _victimSize = 0; // nobody needs to look there again
        return null;
    }

    private void Drop(Local[] locals)
    {
        foreach (var local in locals)
        {
            if (local.TakePrivate() is { } own) _dropped.Enqueue(own);
            while (local.PopTail() is { } connection) _dropped.Enqueue(connection);
        }
    }

    /// <summary>poolLocal.</summary>
    private sealed class Local
    {
        private readonly List<DialledConnection> _shared = [];
        private DialledConnection? _private;

        internal void Put(DialledConnection connection)
        {
            if (_private is null) _private = connection;
            else _shared.Add(connection);
        }

        internal DialledConnection? TakePrivate()
        {
            var taken = _private;
            _private = null;
            return taken;
        }

        /// <summary>The one that was put last, for the own P.</summary>
        internal DialledConnection? PopHead() => Pop(_shared.Count - 1);

        /// <summary>The one that was put first, for thieves.</summary>
        internal DialledConnection? PopTail() => Pop(0);

        private DialledConnection? Pop(int at)
        {
            if (_shared.Count == 0) return null;
            var connection = _shared[at];
            _shared.RemoveAt(at);
            return connection;
        }
    }
}
