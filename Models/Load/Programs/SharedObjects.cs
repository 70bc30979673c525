using GmpSim.Engine;
using GmpSim.GoRuntime;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>What the goroutines of a process share by name: package variables of the program.</summary>
/// <remarks>Operations know each thing by its number within its kind.</remarks>
public sealed class SharedObjects
{
    private readonly SharedName[] _names;
    private readonly GoProcess _process;
    private readonly SharedName[] _channelNames;
    private readonly List<Channel>[] _channels;
    private readonly Stack<SpawnedBody> _idleBodies = new();
    private GoRuntime.SelectCase[] _cases = new GoRuntime.SelectCase[4];

    /// <summary>Makes everything that programs name.</summary>
    /// <param name="process">The process whose goroutines share it.</param>
    /// <param name="names">The things; those of a kind have the numbers 0, 1, … in this order.</param>
    public SharedObjects(GoProcess process, IReadOnlyList<SharedName> names)
    {
        ArgumentNullException.ThrowIfNull(process);
        _names = [.. names];
        _process = process;
        _channelNames = [.. Of(SharedKind.Channel)];
        _channels = [.. _channelNames.Select(_ => new List<Channel>())];
        var sync = process.Sync;
        Mutexes = [.. Of(SharedKind.Mutex).Select(mutex => sync.NewMutex(mutex.Name))];
        ReadWriteMutexes = [.. Of(SharedKind.RWMutex).Select(mutex => sync.NewReadWriteMutex(mutex.Name))];
        Pools = [.. Of(SharedKind.Pool).Select(pool => sync.NewPool(pool.Name, pool.Size))];
        WaitGroups = [.. Of(SharedKind.WaitGroup).Select(group => sync.NewWaitGroup(group.Name))];
        Lines = [.. Of(SharedKind.CacheLine).Select(_ => process.Host.Hardware.NewBlock())];
        Memories = [.. Of(SharedKind.Memory).Select(_ => new WorkingSet(process.Host.Hardware, isShared: true))];
        Transport = new(process);
        Services = [.. Of(SharedKind.Service).Select(service => new Service(process, service.Name, isListener: service.Size > 0))];
        if (process.Gc is { } collector) collector.PoolCleanup = CleanPools;
        Marks = [.. Of(SharedKind.Mark).Select(mark => new TraceMark(process.Host.Simulation, mark.Name))];
    }

    /// <summary>The mutexes that are only locked.</summary>
    internal GoMutex[] Mutexes { get; }

    /// <summary>The mutexes that are locked for reading as well.</summary>
    internal ReadWriteMutex[] ReadWriteMutexes { get; }

    /// <summary>Pools and semaphores.</summary>
    internal Pool[] Pools { get; }

    /// <summary>The groups that have a name.</summary>
    internal WaitGroup[] WaitGroups { get; }

    /// <summary>The cache lines that <c>touch</c> names.</summary>
    internal LineBlock[] Lines { get; }

    /// <summary>The memories that <c>touch</c> names.</summary>
    internal WorkingSet[] Memories { get; }

    /// <summary>What programs accept from or dial.</summary>
    internal Service[] Services { get; }

    /// <summary>Idle connections that programs have dialled.</summary>
    internal Transport Transport { get; }

    /// <summary>Calls of programs so far: requests written to connections that they have dialled.</summary>
    public long Calls => Transport.Calls;

    /// <summary>Of <see cref="Calls"/>, those over a connection that had carried one before.</summary>
    public long ReusedCalls => Transport.ReusedCalls;

    /// <summary>Connections that programs have made so far.</summary>
    public long Dials => Transport.Dials;

    /// <summary>How long making them took, together.</summary>
    public SimDuration DialTime => Transport.DialTime;

    /// <summary>The marks that <c>log</c> leaves.</summary>
    internal TraceMark[] Marks { get; }

    /// <summary>One of the channels of a name; made when somebody first asks for it.</summary>
    internal Channel ChannelAt(int shared, int position)
    {
        var channels = _channels[shared];
        var name = _channelNames[shared];
        while (channels.Count <= position)
            channels.Add(_process.Sync.NewChannel(channels.Count == 0 ? name.Name : $"{name.Name}[{channels.Count}]", name.Size));
        return channels[position];
    }

    /// <summary>Room for the cases of the select that is executed next.</summary>
    internal GoRuntime.SelectCase[] SelectCases(int count)
    {
        if (_cases.Length < count) _cases = new GoRuntime.SelectCase[count];
        return _cases;
    }

    /// <summary>A body for a goroutine that is about to be started.</summary>
    internal SpawnedBody NewBody() => _idleBodies.TryPop(out var body) ? body : new(_process, this, _idleBodies);

    private void CleanPools()
    {
        foreach (var service in Services) service.ByP.Cleanup();
    }

    private IEnumerable<SharedName> Of(SharedKind kind) => _names.Where(name => name.Kind == kind);
}
