using System.Numerics;
using System.Runtime.CompilerServices;

namespace GmpSim.Engine;

/// <summary>The near future: a ring of buckets, one a tick, each a list of the events of that tick in any order.</summary>
/// <remarks>
/// A bit a bucket says whether it has events, so empty buckets are skipped 64 at a time. The lists live in one array of
/// nodes; a bucket is the number of its newest node, so that adding touches no node but the new one, and the node freed
/// last is the next one used, so it is still in the cache.
/// </remarks>
internal sealed class NearRing
{
    /// <summary>The ring is never shorter than 2^this buckets: they cost little, and a short horizon costs much.</summary>
    internal const int LeastBits = 10;

    private const int GroupBits = 6; // one word tells of 64 buckets
    private const int WorkOfMoving = 2; // in moves within the front: a bucket of several is hard to predict
    private const int None = 0; // node 0 is never used: a cleared array is an array of empty buckets

    private Node[] _nodes = new Node[64];
    private int[] _buckets = new int[1 << LeastBits];
    private ulong[] _occupied = new ulong[1 << (LeastBits - GroupBits)];
    private int _free = None;
    private int _used = 1;

    /// <summary>How many buckets there are: a power of two.</summary>
    internal int Length => _buckets.Length;

    /// <summary>How many events the ring holds.</summary>
    internal int Count { get; private set; }

    /// <summary>How many groups of 64 buckets have been looked through since the last review.</summary>
    internal long Work { get; set; }

    /// <summary>Makes the empty ring 2^<paramref name="bits"/> buckets long.</summary>
    internal void Resize(int bits)
    {
        if (1 << bits == _buckets.Length) return;
        _buckets = new int[1 << bits];
        _occupied = new ulong[1 << (bits - GroupBits)];
    }

    /// <summary>Adds an event to the bucket of its tick.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(SimEvent occurrence, ulong tick)
    {
        var number = _free;
        if (number == None) number = Unused();
        ref var node = ref _nodes[number];
        _free = node.Next;
        var buckets = _buckets;
        var bucket = (int)tick & (buckets.Length - 1);
        node.Event = occurrence;
        node.Next = buckets[bucket];
        buckets[bucket] = number;
        _occupied[bucket >> GroupBits] |= 1UL << bucket;
        Count++;
    }

    /// <summary>The first tick after <paramref name="tick"/> that has events. The ring must not be empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ulong NextOccupied(ulong tick)
    {
        var start = tick + 1;
        var group = ((int)start & (_buckets.Length - 1)) >> GroupBits;
        var bits = _occupied[group] >> (int)start;
        return bits != 0 ? start + (ulong)BitOperations.TrailingZeroCount(bits) : NextOccupiedGroup(start, group);
    }

    /// <summary>Takes the event of a bucket that has exactly one.</summary>
    /// <returns>Whether it has; if not, the bucket is unchanged.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryTakeSingle(ulong tick, out SimEvent occurrence)
    {
        var buckets = _buckets;
        var bucket = (int)tick & (buckets.Length - 1);
        var number = buckets[bucket];
        ref var node = ref _nodes[number];
        occurrence = node.Event;
        if (node.Next != None) return false;
        node.Next = _free;
        _free = number;
        buckets[bucket] = None;
        _occupied[bucket >> GroupBits] &= ~(1UL << bucket);
        Count--;
        return true;
    }

    /// <summary>Moves the events of a bucket to the front, those of one instant in the order of their scheduling.</summary>
    internal void MoveBucket(ulong tick, SortedFront front)
    {
        var nodes = _nodes;
        var bucket = (int)tick & (_buckets.Length - 1);
        for (var number = OldestFirst(_buckets[bucket]); number != None;)
        {
            front.Add(nodes[number].Event);
            front.Work += WorkOfMoving;
            Count--;
            var next = nodes[number].Next;
            nodes[number].Next = _free;
            _free = number;
            number = next;
        }

        _buckets[bucket] = None;
        _occupied[bucket >> GroupBits] &= ~(1UL << bucket);
    }

    /// <summary>Turns a list round.</summary>
    private int OldestFirst(int newest)
    {
        var nodes = _nodes;
        var turned = None;
        for (var number = newest; number != None;)
        {
            var next = nodes[number].Next;
            nodes[number].Next = turned;
            turned = number;
            number = next;
        }

        return turned;
    }

    private ulong NextOccupiedGroup(ulong start, int group)
    {
        var occupied = _occupied;
        var groupStart = start & ~63UL;
        while (true)
        {
            group = (group + 1) & (occupied.Length - 1);
            groupStart += 64;
            Work++;
            var bits = occupied[group];
            if (bits != 0) return groupStart + (ulong)BitOperations.TrailingZeroCount(bits);
        }
    }

    private int Unused()
    {
        if (_used == _nodes.Length) Array.Resize(ref _nodes, _used * 2);
        return _used++;
    }

    private struct Node
    {
        internal SimEvent Event;
        internal int Next;
    }
}
