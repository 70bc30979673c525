using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Live;

/// <summary>When the signals of one descriptor were due, and when the write of each began: a ring by number.</summary>
/// <remarks>A signal is taken to be there when its write has lasted as long as the shortest so far, one that woke nobody or hardly: within a write nobody in user mode sees when.</remarks>
internal sealed unsafe class SignalTimes : IDisposable
{
    internal const int Capacity = 1 << 15;

    private readonly long* _times = (long*)NativeMemory.AllocZeroed(Capacity * 2, sizeof(long));
    private long _next;
    private long _taken;
    private long _shortestWrite;

    /// <summary>Signals that nobody has taken yet.</summary>
    internal long Outstanding => Volatile.Read(ref _next) - Volatile.Read(ref _taken);

    /// <summary>Notes a signal before it is sent, so that whoever it wakes finds its time.</summary>
    internal long Add(long due, long start)
    {
        var number = Interlocked.Increment(ref _next) - 1;
        Volatile.Write(ref Slot(number)[1], start);
        Volatile.Write(ref Slot(number)[0], due);
        return number;
    }

    /// <summary>Its write is done.</summary>
    internal void Sent(long number, long at)
    {
        var taken = at - Volatile.Read(ref Slot(number)[1]);
        var shortest = Volatile.Read(ref _shortestWrite);
        if (shortest == 0 || taken < shortest) Volatile.Write(ref _shortestWrite, taken); // of several producers any may win
    }

    /// <summary>The next signals are taken; returns the number of the first.</summary>
    internal long Take(long count) => Interlocked.Add(ref _taken, count) - count;

    /// <summary>Everything that has been sent so far is taken.</summary>
    internal long TakeAll(out long first)
    {
        while (true)
        {
            first = Volatile.Read(ref _taken);
            var count = Volatile.Read(ref _next) - first;
            if (count <= 0) return 0;
            if (Interlocked.CompareExchange(ref _taken, first + count, first) == first) return count;
        }
    }

    internal long Due(long number) => Volatile.Read(ref Slot(number)[0]);

    /// <summary>Time since the signal was there, not below 0.</summary>
    internal long SinceReady(long number, long now) => Math.Max(0, now - Volatile.Read(ref Slot(number)[1]) - Volatile.Read(ref _shortestWrite));

    public void Dispose() => NativeMemory.Free(_times);

    private long* Slot(long number) => _times + ((number & (Capacity - 1)) * 2);
}
