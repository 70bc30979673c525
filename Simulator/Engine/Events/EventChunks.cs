using System.Runtime.CompilerServices;

namespace GmpSim.Engine;

/// <summary>Many queues of events in one array, cut into chunks of 16. A queue is filled, then emptied, oldest first.</summary>
/// <remarks>
/// Adding writes to the end of a chunk and reading goes straight through it; so a million far events cost no more
/// cache misses than a thousand.
/// </remarks>
internal sealed class EventChunks
{
    private const int ChunkLength = 16;

    private SimEvent[] _events = new SimEvent[64 * ChunkLength];
    private int[] _next = new int[64];
    private int _free;
    private int _used = 1; // chunk 0 is never used: a cleared queue is an empty one

    /// <summary>Adds an event at the end of a queue.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(ref Queue queue, SimEvent occurrence)
    {
        if (queue.End % ChunkLength == 0) Lengthen(ref queue);
        _events[queue.End++] = occurrence;
        queue.Count++;
    }

    /// <summary>Takes the first event of a queue.</summary>
    /// <returns>Whether there was one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryTake(ref Queue queue, out SimEvent occurrence)
    {
        if (queue.Count == 0)
        {
            Release(ref queue);
            occurrence = default;
            return false;
        }

        occurrence = _events[queue.Start++];
        if (--queue.Count > 0 && queue.Start % ChunkLength == 0) NextChunk(ref queue);
        return true;
    }

    private void Lengthen(ref Queue queue)
    {
        var chunk = _free;
        if (chunk != 0)
        {
            _free = _next[chunk];
        }
        else
        {
            chunk = _used++;
            if (chunk == _next.Length)
            {
                Array.Resize(ref _next, chunk * 2);
                Array.Resize(ref _events, chunk * 2 * ChunkLength);
            }
        }

        if (queue.End == 0) queue.Start = chunk * ChunkLength;
        else _next[(queue.End - 1) / ChunkLength] = chunk;
        queue.End = chunk * ChunkLength;
    }

    private void NextChunk(ref Queue queue)
    {
        var chunk = (queue.Start - 1) / ChunkLength;
        queue.Start = _next[chunk] * ChunkLength;
        Free(chunk);
    }

    private void Release(ref Queue queue)
    {
        if (queue.End != 0) Free((queue.End - 1) / ChunkLength);
        queue = default;
    }

    private void Free(int chunk)
    {
        _next[chunk] = _free;
        _free = chunk;
    }

    /// <summary>One queue. Its default value is an empty one.</summary>
    internal struct Queue
    {
        internal int Start; // place of the next event to take
        internal int End; // place after the last event added
        internal int Count;
    }
}
