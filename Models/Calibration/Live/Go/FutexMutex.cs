using System.Runtime.InteropServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Live.Go;

/// <summary>The runtime's lock: spins a little, yields once, then sleeps.</summary>
/// <remarks>Source: Go 1.22, runtime/lock_futex.go, lock2 and unlock2: 4 times 30 pauses, one sched_yield.</remarks>
internal sealed unsafe class FutexMutex : IDisposable
{
    private const int Unlocked = 0;
    private const int Locked = 1;
    private const int Sleeping = 2;
    private const int ActiveSpins = 4;
    private const int Pauses = 30;
    private const nuint Line = 128;

    private readonly int* _word = (int*)NativeMemory.AlignedAlloc(Line, Line);

    internal FutexMutex() => *_word = Unlocked;

    internal void Lock()
    {
        var mine = Interlocked.Exchange(ref *_word, Locked);
        if (mine == Unlocked) return;
        while (true)
        {
            for (var i = 0; i < ActiveSpins; i++)
            {
                if (Volatile.Read(ref *_word) == Unlocked && Interlocked.CompareExchange(ref *_word, mine, Unlocked) == Unlocked) return;
                Pause.Times(Pauses);
            }

            if (Volatile.Read(ref *_word) == Unlocked && Interlocked.CompareExchange(ref *_word, mine, Unlocked) == Unlocked) return;
            _ = Libc.Yield();
            mine = Sleeping; // from now on somebody may sleep, and whoever unlocks has to look
            if (Interlocked.Exchange(ref *_word, Sleeping) == Unlocked) return;
            _ = Libc.FutexWait(_word, Sleeping, null);
        }
    }

    /// <summary>Unlocks; returns whether that woke somebody.</summary>
    internal bool Unlock() => Interlocked.Exchange(ref *_word, Unlocked) == Sleeping && Libc.FutexWake(_word, 1) > 0;

    public void Dispose() => NativeMemory.AlignedFree(_word);
}
