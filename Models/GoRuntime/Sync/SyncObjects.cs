using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>What goroutines synchronise with: makes channels, mutexes, semaphores, and parks and readies goroutines for them.</summary>
/// <remarks>
/// Operations take effect at the instant at which they are called: the caller settles first, so that goroutines on two Ms see
/// each other in the order of simulated time. An operation that returns false has parked the goroutine (status waiting): its
/// body returns <see cref="RunOutcome.Parked"/> at once and makes the SAME call again when it runs next, until it returns true.
/// </remarks>
public sealed class SyncObjects
{
    /// <summary>Hash buckets of the semaphores. Source: semTabSize, runtime/sema.go, every version.</summary>
    private const int SemaphoreBuckets = 251;

    private readonly GoProcess _process;
    private readonly SemaphoreRoot?[] _roots = new SemaphoreRoot?[SemaphoreBuckets];
    private readonly Stack<Sudog> _free = new();
    private readonly Stack<ChannelTimer> _freeTimers = new();
    private int _addresses;

    internal SyncObjects(GoProcess process)
    {
        _process = process;
        Select = new(process, this);
    }

    /// <summary>The select statement.</summary>
    public Select Select { get; }

    /// <summary>What the runtime's own code costs.</summary>
    internal GoCosts Costs => _process.Costs;

    /// <summary>The timers of the process.</summary>
    internal Timers Timers => _process.Timers;

    /// <summary>What goroutines share by name. For checks.</summary>
    internal List<ISyncObject> Shared { get; } = [];

    /// <summary>What single goroutines have made since an invariant checker was attached; <see langword="null"/> without one.</summary>
    internal List<ISyncObject>? Watched { get; set; }

    /// <summary>make(chan T, capacity).</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="capacity">Values that it buffers; 0 for an unbuffered channel.</param>
    public Channel NewChannel(string name, int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        return Share(new Channel(this, name, capacity, NewLine()));
    }

    /// <summary>A sync.Mutex, unlocked.</summary>
    /// <param name="name">What messages call it.</param>
    public GoMutex NewMutex(string name) => Share(new GoMutex(_process, name, NewLine()));

    /// <summary>A sync.RWMutex, unlocked.</summary>
    /// <param name="name">What messages call it.</param>
    public ReadWriteMutex NewReadWriteMutex(string name) => Share(new ReadWriteMutex(_process, name, NewLine()));

    /// <summary>A sync.WaitGroup at zero.</summary>
    /// <param name="name">What messages call it.</param>
    public WaitGroup NewWaitGroup(string name) => Share(new WaitGroup(this, name, NewLine()));

    /// <summary>A sync.WaitGroup at zero that one goroutine keeps to itself and those that it spawns.</summary>
    /// <param name="name">What messages call it.</param>
    public WaitGroup NewOwnWaitGroup(string name) => Watch(new WaitGroup(this, name, NewLine()));

    /// <summary>A pool with all its items free.</summary>
    /// <param name="name">What messages call it.</param>
    /// <param name="size">Number of items, at least 1.</param>
    public Pool NewPool(string name, int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        return Share(new Pool(this, name, size, NewLine()));
    }

    /// <summary>A semaphore (one address of sema.go) on the line of the object that it belongs to.</summary>
    internal Semaphore NewSemaphore(CacheLine line, uint count = 0) => new(this, RootOf(_addresses++), line, count);

    /// <summary>time.After, not set yet.</summary>
    internal ChannelTimer NewChannelTimer()
    {
        if (!_freeTimers.TryPop(out var timer)) return Watch(new ChannelTimer(this));
        timer.Begin();
        return timer;
    }

    /// <summary>Nobody looks at the timer any more, and it lies on no heap.</summary>
    internal void Release(ChannelTimer timer) => _freeTimers.Push(timer);

    /// <summary>acquireSudog: an entry that <paramref name="g"/> will wait with.</summary>
    internal Sudog AcquireSudog(Goroutine g)
    {
        if (!_free.TryPop(out var s)) s = new();
        s.Begin(g);
        return s;
    }

    /// <summary>releaseSudog of the one entry that the goroutine waited with.</summary>
    internal void ReleaseWaiting(Goroutine g)
    {
        var s = g.Waiting!;
        g.Waiting = null;
        ReleaseSudog(s);
    }

    /// <summary>releaseSudog.</summary>
    internal void ReleaseSudog(Sudog s)
    {
        s.G = null!;
        s.WaitLink = null;
        s.Channel = null;
        s.Timer = null;
        s.Semaphore = null;
        _free.Push(s);
    }

    /// <summary>gopark: the goroutine waits with its entries, which are in their queues already.</summary>
    internal static void Park(WorkerThread m, Goroutine g, Sudog waiting, WaitReason why, LatencyComponent component)
    {
        GoProcess.LeaveRunning(m, g, component, m.Thread.LocalNow);
        g.Park(why, m.Thread.LocalNow);
        g.Waiting = waiting;
    }

    /// <summary>goready: into the runnext of the P that acts.</summary>
    internal void Ready(WorkerThread m, Sudog s) => _process.Waker.Ready(m, s.G);

    private SemaphoreRoot RootOf(int address) => _roots[address % SemaphoreBuckets] ??= new(NewLine());

    private CacheLine NewLine() => _process.Host.Hardware.NewLine();

    private T Share<T>(T made)
        where T : ISyncObject
    {
        Shared.Add(made);
        return made;
    }

    private T Watch<T>(T made)
        where T : ISyncObject
    {
        Watched?.Add(made);
        return made;
    }
}
