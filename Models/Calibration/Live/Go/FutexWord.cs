using System.Runtime.InteropServices;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Live.Go;

/// <summary>A word to sleep on, on a line of its own: the note of an M (<c>notesleep</c>, <c>notewakeup</c>).</summary>
internal sealed unsafe class FutexWord : IDisposable
{
    private const nuint Line = 128;
    private readonly int* _word = (int*)NativeMemory.AlignedAlloc(Line, Line);

    internal FutexWord() => *_word = 0;

    /// <summary>Sleeps until it is woken, or was already; the word is clear again then.</summary>
    internal void Sleep()
    {
        while (Interlocked.CompareExchange(ref *_word, 0, 1) != 1) _ = Libc.FutexWait(_word, 0, null);
    }

    /// <summary>Wakes; returns whether somebody slept.</summary>
    internal bool Wake()
    {
        Volatile.Write(ref *_word, 1);
        return Libc.FutexWake(_word, 1) > 0;
    }

    public void Dispose() => NativeMemory.AlignedFree(_word);
}
