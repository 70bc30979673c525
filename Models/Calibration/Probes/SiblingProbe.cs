using System.Runtime.CompilerServices;
using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Probes;

/// <summary>M10: the speed of a hardware thread while its sibling computes, as a share of its speed alone.</summary>
internal sealed class SiblingProbe(CpuTopology topology) : IProbe
{
    public const string Id = "sibling";

    private const int Steps = 100_000;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        var pair = context.Cpus.SelectMany((a, i) => context.Cpus.Skip(i + 1).Select(b => (A: a, B: b))).FirstOrDefault(pair => topology.AreSiblings(pair.A, pair.B), (A: -1, B: -1));
        if (pair.A < 0) throw new ProbeObstacleException("no two CPUs here share a core");
        Affinity.TryPin(pair.A);
        for (var block = 0; block < context.Effort.Blocks && !context.IsCancelled; block++)
        {
            var alone = Time();
            var stop = 0;
            var rival = PinnedThread.Start("gmpsim-sibling", pair.B, () =>
            {
                while (Volatile.Read(ref stop) == 0) Compute(Steps);
            });
            var beside = Time();
            Volatile.Write(ref stop, 1);
            rival.Join();
            if (block > 0) context.Add("speed", alone / (double)beside, "1");
        }

        Affinity.TryPin(context.Cpu);
    }

    private static long Time()
    {
        var start = Clock.Now();
        Compute(Steps);
        return Clock.Now() - start;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static ulong Compute(int steps)
    {
        var (a, b) = (1UL, 2UL);
        for (var i = 0; i < steps; i++)
        {
            a = (a * 6364136223846793005) + b;
            b = (b ^ (a >> 13)) + 7;
        }

        return a ^ b;
    }
}
