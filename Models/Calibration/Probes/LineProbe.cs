using System.Runtime.CompilerServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;
using GmpSim.Machine;

namespace GmpSim.Calibration.Probes;

/// <summary>M3: two CPUs take one line from each other with compare-and-swap, for every pair of CPUs.</summary>
/// <remarks>A machine with many CPUs has too many pairs: then each distance class is measured on a few, evenly chosen.</remarks>
internal sealed unsafe class LineProbe(CpuTopology topology) : IProbe
{
    public const string Id = "line";

    private const int RoundTrips = 2000;
    private const int MostPairs = 128;
    private const long Patience = 2_000_000_000;

    public string Name => Id;

    /// <summary>The parameter that takes every pair of a distance.</summary>
    internal static string Class(CoreDistance distance) => $"class={distance}";

    internal static string Pair(int from, int to) => $"cpu{from}-cpu{to}";

    public void Measure(ProbeContext context)
    {
        context.RequireOtherCpu();
        var pairs = context.Cpus.SelectMany((from, i) => context.Cpus.Skip(i + 1).Select(to => (From: from, To: to))).ToArray();
        var step = Math.Max(1, (pairs.Length + MostPairs - 1) / MostPairs);
        for (var i = context.Round % step; i < pairs.Length && !context.IsCancelled; i += step) OnePair(context, pairs[i].From, pairs[i].To);
        Affinity.TryPin(context.Cpu);
    }

    private void OnePair(ProbeContext context, int from, int to)
    {
        using var lines = new SharedLines(1);
        var word = (nint)lines[0];
        Affinity.TryPin(from);
        var blocks = Math.Max(5, context.Effort.Blocks / 2);
        var partner = PinnedThread.Start("gmpsim-partner", to, () => Alternate((int*)word, 1, 0, (blocks + 1) * RoundTrips));
        try
        {
            for (var block = 0; block <= blocks; block++)
            {
                var watch = DisturbanceWatch.Start();
                var start = Clock.Now();
                Alternate((int*)word, 0, 1, RoundTrips);
                var time = Clock.Now() - start;
                if (block == 0) continue; // warm-up
                var isDisturbed = watch.IsDisturbed();
                context.Add(Pair(from, to), time / (2.0 * RoundTrips), isDisturbed: isDisturbed);
                context.Add(Class(topology.Distance(from, to)), time / (2.0 * RoundTrips), isDisturbed: isDisturbed);
            }
        }
        finally
        {
            partner.Join(); // before the line is freed; it gives up by itself
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Alternate(int* word, int from, int to, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var end = 0L;
            for (var spins = 1; Interlocked.CompareExchange(ref *word, to, from) != from; spins++)
            {
                if ((spins & 0xFFFF) != 0) continue;
                if (end == 0) end = Clock.Now() + Patience;
                else if (Clock.Now() > end) throw new NativeException("the partner thread did not answer", Errno.TimedOut);
            }
        }
    }
}
