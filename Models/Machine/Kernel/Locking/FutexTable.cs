using System.Numerics;

namespace GmpSim.Machine;

/// <summary>The hash table through which the kernel finds who sleeps on a futex (kernel/futex/core.c): words that fall into one bucket share its lock.</summary>
/// <remarks>
/// One for the whole machine, with 256 buckets for each CPU rounded up to a power of two; from 6.16 one for each process, with 16 buckets and more as it gets
/// threads: four for each that can run, rounded up to a power of two (futex_hash_allocate_default). Growing is free here. Into which bucket a word falls is a
/// fixed mix of the number of the word, in place of jhash2 over its address.
/// </remarks>
public sealed class FutexTable
{
    private const int BucketsForEachCpu = 256;
    private const int SmallestPrivate = 16;
    private const int PrivateForEachThread = 4;

    private readonly Host _host;
    private readonly ProcessAccount? _owner;
    private readonly List<Futex> _futexes = [];
    private readonly Dictionary<int, FutexBucket> _buckets = []; // only looked up, when a word is new or the table has grown
    private int _threads;

    private FutexTable(Host host, ProcessAccount? owner)
    {
        _host = host;
        _owner = owner;
        BucketCount = owner is null ? LargestFor(host) : SmallestPrivate;
    }

    /// <summary>Number of buckets.</summary>
    public int BucketCount { get; private set; }

    /// <summary>The table of a process: its own, or the machine's where the kernel has only that.</summary>
    public static FutexTable Of(Host host, ProcessAccount process)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(process);
        if (!host.Rules.HasPrivateFutexHash) return host.Futexes ??= new(host, owner: null);
        return process.Futexes ??= new(host, process);
    }

    /// <summary>A word that no thread sleeps on.</summary>
    public Futex NewFutex()
    {
        var futex = new Futex(_host, this, Mix((uint)_futexes.Count));
        _futexes.Add(futex);
        futex.Bucket = BucketOf(futex);
        return futex;
    }

    /// <summary>Looks whether the process has more threads than the table was made for.</summary>
    internal void Fit()
    {
        if (_owner is null || _owner.ThreadCount == _threads) return;
        _threads = _owner.ThreadCount;
        var wanted = (int)BitOperations.RoundUpToPowerOf2((uint)(PrivateForEachThread * Math.Min(_threads, _host.Cores.Count)));
        wanted = Math.Min(wanted, LargestFor(_host));
        if (wanted <= BucketCount) return;
        BucketCount = wanted;
        _buckets.Clear();
        foreach (var futex in _futexes)
        {
            futex.Bucket = BucketOf(futex);
            futex.Bucket.Waiters += futex.WaiterCount;
        }
    }

    private static int LargestFor(Host host) => (int)BitOperations.RoundUpToPowerOf2((uint)(BucketsForEachCpu * host.Cores.Count));

    private FutexBucket BucketOf(Futex futex)
    {
        var number = (int)(futex.Hash & (uint)(BucketCount - 1));
        if (!_buckets.TryGetValue(number, out var bucket)) _buckets.Add(number, bucket = new(_host.Hardware));
        return bucket;
    }

    /// <summary>The finalizer of MurmurHash3: neighbours fall far apart.</summary>
    private static uint Mix(uint value)
    {
        value = (value + 1) * 0x9E3779B9u;
        value = (value ^ (value >> 16)) * 0x85EBCA6Bu;
        value = (value ^ (value >> 13)) * 0xC2B2AE35u;
        return value ^ (value >> 16);
    }
}
