using System.Runtime.CompilerServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M6: sched_yield alone, and to and fro between two threads on one CPU; what a switch adds is the direct cost of a context switch.</summary>
internal sealed unsafe class SwitchProbe : IProbe
{
    public const string Id = "switch";

    private const int Yields = 200;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        if (!Affinity.TryPin(context.Cpu)) throw new ProbeObstacleException("threads cannot be bound to a CPU");
        context.Blocks("yield-alone", Yields, YieldTimes);
        using var lines = new SharedLines(1);
        var stop = (nint)lines[0];
        var partner = PinnedThread.Start("gmpsim-partner", context.Cpu, () => YieldUntil((int*)stop));
        try
        {
            for (var block = 0; block <= context.Effort.Blocks; block++)
            {
                var switches = Switches();
                var start = Clock.Now();
                YieldTimes(Yields);
                var time = Clock.Now() - start;
                switches = Switches() - switches;
                if (block == 0) continue;

                // Each of my switches away came with one back; the partner's yields between cost what mine cost.
                context.Add("yield-to-other", time / (2.0 * Yields), isDisturbed: switches < Yields * 0.98);
            }
        }
        finally
        {
            Volatile.Write(ref *(int*)stop, 1);
            partner.Join();
        }
    }

    private static long Switches()
    {
        var usage = ResourceUsage.OfCallingThread();
        return usage.VoluntarySwitches + usage.InvoluntarySwitches;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void YieldTimes(int operations)
    {
        for (var i = 0; i < operations; i++) Libc.Yield();
    }

    private static void YieldUntil(int* stop)
    {
        var end = Clock.Now() + 5_000_000_000;
        while (Volatile.Read(ref *stop) == 0 && Clock.Now() < end) Libc.Yield();
    }
}
