using System.Runtime.CompilerServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M2 and M5: atomic increments of a word by one CPU, by several at once, and of words of their own that share a line.</summary>
internal sealed unsafe class AtomicProbe : IProbe
{
    public const string Id = "atomic";

    private const int MostContenders = 16;
    private const long BlockTime = 1_500_000;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        using var lines = new SharedLines(2 + MostContenders);
        var own = (nint)lines[0];
        context.Blocks("own-line", 20_000, operations => Increment((int*)own, operations));
        for (var contenders = 2; contenders <= Math.Min(context.Cpus.Count, MostContenders); contenders = Next(contenders, context.Cpus.Count))
        {
            Contended(context, contenders, "contended", lines, (shared, _) => shared[1]);
            Contended(context, contenders, "false-sharing", lines, (shared, i) => shared[1] + (i % 16));
            Contended(context, contenders, "apart", lines, (shared, i) => shared[2 + i]);
        }

        if (context.Cpus.Count < 2) throw new ProbeObstacleException("contention needs two CPUs");
    }

    private delegate int* WordOf(SharedLines lines, int contender);

    private static int Next(int contenders, int most) => contenders < most && contenders * 2 > most ? most : contenders * 2;

    // Everybody counts until the time is over; nanoseconds for one increment of one thread.
    private static void Contended(ProbeContext context, int contenders, string name, SharedLines lines, WordOf word)
    {
        for (var block = 0; block < Math.Max(4, context.Effort.Blocks / 3) && !context.IsCancelled; block++)
        {
            var counts = Contenders.Count(context, contenders, (i, begin) => CountUntil(word(lines, i), begin), out var isDisturbed);
            if (counts.Any(count => count == 0)) continue;
            context.Add($"{name};threads={contenders}", BlockTime / counts.Average(), isDisturbed: isDisturbed);
            context.Add($"{name};threads={contenders};least-share", counts.Min() / (double)counts.Max(), "1", isDisturbed);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Increment(int* word, int operations)
    {
        for (var i = 0; i < operations; i++) Interlocked.Increment(ref *word);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long CountUntil(int* word, long begin)
    {
        const int Batch = 200;
        while (Clock.Now() < begin)
        {
        }

        var count = 0L;
        for (var end = begin + BlockTime; Clock.Now() < end; count += Batch)
        {
            for (var i = 0; i < Batch; i++) Interlocked.Increment(ref *word);
        }

        return count;
    }
}
