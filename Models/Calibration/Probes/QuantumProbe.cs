using System.Runtime.CompilerServices;
using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Probes;

/// <summary>M8 and M20: a thread that only reads the clock, alone on its CPU and with another one beside it; gaps are time in which it did not run.</summary>
internal sealed class QuantumProbe : IProbe
{
    public const string Id = "quantum";

    /// <summary>Length of a thread's turn beside another one that computes.</summary>
    public const string Slice = "slice";

    /// <summary>Share of the time that a thread alone on its CPU did not run.</summary>
    internal const string LostShare = "alone;lost-share";

    /// <summary>Lengths of the gaps.</summary>
    internal const string Gap = "alone;gap";

    private const long Switched = 500_000;
    private const long Noticeable = 5_000;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        if (!Affinity.TryPin(context.Cpu)) throw new ProbeObstacleException("threads cannot be bound to a CPU");
        var time = context.Effort.SampleTime;
        Alone(context, Gaps(time), time);
        var rival = PinnedThread.Start("gmpsim-hog", context.Cpu, () => Gaps(time * 3 / 2));
        Beside(context, Gaps(time));
        rival.Join();
    }

    private static void Alone(ProbeContext context, List<(long Begin, long Length)> gaps, long time)
    {
        context.Add(LostShare, gaps.Sum(gap => gap.Length) / (double)time, "1");
        foreach (var gap in gaps) context.Add(Gap, gap.Length);
    }

    // From the end of one turn of the rival to the begin of the next: what the kernel gives at a time.
    private static void Beside(ProbeContext context, List<(long Begin, long Length)> gaps)
    {
        var turns = gaps.Where(gap => gap.Length > Switched).ToArray();
        for (var i = 1; i < turns.Length; i++) context.Add(Slice, turns[i].Begin - turns[i - 1].Begin - turns[i - 1].Length);
        foreach (var turn in turns) context.Add("rival-turn", turn.Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static List<(long Begin, long Length)> Gaps(long time)
    {
        var gaps = new List<(long, long)>(4096);
        var last = Clock.Now();
        for (var end = last + time; last < end;)
        {
            var now = Clock.Now();
            if (now - last > Noticeable && gaps.Count < 4096) gaps.Add((last, now - last));
            last = now;
        }

        return gaps;
    }
}
