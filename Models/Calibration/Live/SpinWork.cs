using System.Runtime.CompilerServices;
using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Live;

/// <summary>Computing for a given CPU time: rounds of arithmetic, each waiting for the one before, counted and not timed.</summary>
/// <remarks>A loop that looked at the clock would call the time in which its thread had no core work.</remarks>
internal sealed class SpinWork
{
    private const int Rounds = 200_000;
    private const int Trials = 15;
    private static readonly Lazy<SpinWork> s_measured = new(Measure);

    private readonly double _roundsPerNanosecond;

    private SpinWork(double roundsPerNanosecond) => _roundsPerNanosecond = roundsPerNanosecond;

    /// <summary>As fast as this machine is: the best of some trials, since nothing makes a trial too fast.</summary>
    internal static SpinWork OfThisMachine => s_measured.Value;

    /// <summary>Computes for about so long, if the thread keeps its core.</summary>
    internal void For(long nanoseconds)
    {
        if (nanoseconds > 0) Spin((long)(nanoseconds * _roundsPerNanosecond));
    }

    private static SpinWork Measure()
    {
        Spin(Rounds);
        var best = long.MaxValue;
        for (var trial = 0; trial < Trials; trial++)
        {
            var start = Clock.Now();
            Spin(Rounds);
            best = Math.Min(best, Clock.Now() - start);
        }

        return new(Rounds / (double)best);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static ulong Spin(long rounds)
    {
        var value = (ulong)rounds;
        for (var round = 0L; round < rounds; round++) value = (value * 6364136223846793005UL) + 1442695040888963407UL;
        return value;
    }
}
