using System.Runtime.InteropServices;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Measuring;

/// <summary>Words in native memory, each alone on its pair of cache lines: the collector never moves them, and no two share a line.</summary>
internal sealed unsafe class SharedLines : IDisposable
{
    /// <summary>Bytes from one word to the next.</summary>
    internal const int Distance = 128; // the prefetcher fetches lines in pairs
    private static readonly long s_patience = 2_000_000_000;
    private byte* _memory;

    /// <summary>Allocates words, all zero.</summary>
    internal SharedLines(int count)
    {
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(count * Distance), Distance);
        new Span<byte>(_memory, count * Distance).Clear();
    }

    /// <summary>The address of a word; the following words of its line are free for use.</summary>
    internal int* this[int index] => (int*)(_memory + (index * Distance));

    /// <summary>Spins until a word has reached a value.</summary>
    /// <exception cref="NativeException">It does not within two seconds: the other thread does not run.</exception>
    internal static void SpinUntil(int* word, int value)
    {
        var end = 0L;
        for (var spins = 0; Volatile.Read(ref *word) < value; spins++)
        {
            if ((spins & 0xFFF) != 0xFFF) continue;
            if (end == 0) end = Clock.Now() + s_patience;
            else if (Clock.Now() > end) throw new NativeException("the partner thread did not answer", Errno.TimedOut);
        }
    }

    public void Dispose()
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
    }
}
