using System.Diagnostics;

namespace GmpSim.Benchmarks;

/// <summary>Measures several contenders side by side: in turns, many times, so that a noisy machine troubles all alike.</summary>
internal static class Contest
{
    private const int Rounds = 21;

    /// <summary>Runs the contenders in turns.</summary>
    /// <param name="contenders">Each does some work and returns how many events that was.</param>
    /// <returns>For each contender the lower quartile over all rounds: other work on the machine only ever adds time.</returns>
    internal static IReadOnlyList<Score> Run(params Func<long>[] contenders)
    {
        var nanoseconds = contenders.Select(_ => new List<double>(Rounds)).ToArray();
        var bytes = contenders.Select(_ => new List<double>(Rounds)).ToArray();
        for (var round = 0; round < Rounds; round++)
        {
            for (var index = 0; index < contenders.Length; index++)
            {
                var bytesBefore = GC.GetAllocatedBytesForCurrentThread();
                var start = Stopwatch.GetTimestamp();
                var events = contenders[index]();
                nanoseconds[index].Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / events);
                bytes[index].Add((GC.GetAllocatedBytesForCurrentThread() - bytesBefore) / (double)events);
            }
        }

        return [.. contenders.Select((_, index) => new Score(LowerQuartile(nanoseconds[index]), LowerQuartile(bytes[index])))];
    }

    private static double LowerQuartile(List<double> values)
    {
        values.Sort();
        return values[values.Count / 4];
    }
}
