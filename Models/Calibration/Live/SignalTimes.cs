using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Live;

/// <summary>When the signals of one descriptor were due, and when each had been sent: a ring by number.</summary>
internal sealed unsafe class SignalTimes : IDisposable
{
    internal const int Capacity = 1 << 15;

    private readonly long* _times = (long*)NativeMemory.AllocZeroed(Capacity * 2, sizeof(long));
    private long _next;
    private long _taken;

    /// <summary>Signals that nobody has taken yet.</summary>
    internal long Outstanding => Volatile.Read(ref _next) - Volatile.Read(ref _taken);

    /// <summary>Notes a signal before it is sent, so that whoever it wakes finds its time.</summary>
    internal long Add(long due)
    {
        var number = Interlocked.Increment(ref _next) - 1;
        Volatile.Write(ref Slot(number)[1], 0);
        Volatile.Write(ref Slot(number)[0], due);
        return number;
    }

    internal void Sent(long number, long at) => Volatile.Write(ref Slot(number)[1], at);

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

    /// <summary>Time since the sender was done with the write; 0 when the waker was overtaken by whom it woke.</summary>
    internal long SinceSent(long number, long now)
    {
        var sent = Volatile.Read(ref Slot(number)[1]);
        return sent == 0 ? 0 : Math.Max(0, now - sent);
    }

    public void Dispose() => NativeMemory.Free(_times);

    private long* Slot(long number) => _times + ((number & (Capacity - 1)) * 2);
}
