using System.Runtime.CompilerServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M9: two computing threads share one CPU; the CPU beside it goes idle and pulls the one that waits over (new-idle balancing).</summary>
/// <remarks>
/// The kernel does so only if the waiting thread has not run for half a millisecond (it would be cache hot), and if it expects the CPU to stay idle for long enough;
/// otherwise the thread comes with a later balancing, after milliseconds, or not at all. <c>at-once</c> is the share of the tries in which it came while the CPU went idle.
/// </remarks>
internal sealed unsafe class PullProbe : IProbe
{
    public const string Id = "pull";

    private const int Hogs = 2;
    private const long Queueing = 9_000_000; // both have had their turns, and one has waited long enough
    private const long Idle = 12_000_000;
    private const long AtOnce = 100_000; // a balancing tick is a millisecond away at least
    private const int MostTries = 12;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        var other = context.RequireOtherCpu();
        if (!Affinity.TryPin(context.Cpu)) throw new ProbeObstacleException("threads cannot be bound to a CPU");
        using var lines = new SharedLines(2 + Hogs);
        var memory = (nint)lines[0];
        var hogs = Enumerable.Range(0, Hogs).Select(i => PinnedThread.Start("gmpsim-hog", other, () => Hog(memory, 2 + i, context.Cpu, other))).ToArray();
        var tries = 0;
        var atOnce = 0;
        try
        {
            for (var i = 1; i <= Math.Clamp(context.Effort.Samples / 20, 4, MostTries) && !context.IsCancelled; i++)
            {
                tries++;
                if (Try(lines, i) is not { } time) continue;
                atOnce++;
                context.Add("latency", time - ProbeContext.ClockCost);
            }
        }
        finally
        {
            Volatile.Write(ref *lines[0], int.MaxValue);
            foreach (var hog in hogs) hog.Join();
        }

        if (tries > 0) context.Add("at-once", atOnce / (double)tries, "1");
    }

    /// <summary>How long from falling asleep until another thread runs here; <see langword="null"/> when none came at once.</summary>
    private static long? Try(SharedLines lines, int number)
    {
        Volatile.Write(ref *lines[0], number);
        for (var begin = Clock.Now() + Queueing; Clock.Now() < begin;)
        {
        }

        var watch = DisturbanceWatch.Start();
        var timeout = TimeSpec.Of(Idle);
        var start = Clock.Now();
        _ = Libc.FutexWait(lines[1], 0, &timeout);
        if (watch.IsDisturbed()) return null;
        var times = Enumerable.Range(0, Hogs).Select(i => Volatile.Read(ref *ArrivalOf(lines[2 + i])) - start).Where(time => time is > 0 and < AtOnce).ToArray();
        return times.Length > 0 ? times.Min() : null;
    }

    private static long* ArrivalOf(int* line) => (long*)line;

    // Line 0: number of the try; the hogs' own lines: when it first ran on the CPU that went idle, in this try.
    private static void Hog(nint memory, int line, int target, int home)
    {
        const int Distance = 128;
        var turn = (int*)memory;
        var arrival = (long*)(memory + (line * Distance));
        var end = Clock.Now() + 20_000_000_000;
        for (var seen = 0; seen != int.MaxValue && Clock.Now() < end;)
        {
            Affinity.TryPin(home);
            while ((seen = Volatile.Read(ref *turn)) == 0 && Clock.Now() < end)
            {
            }

            if (seen == int.MaxValue) return;
            Affinity.TryPin(home, target);
            Volatile.Write(ref *arrival, 0);
            RunUntilNext(turn, seen, arrival, target, end);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunUntilNext(int* turn, int seen, long* arrival, int target, long end)
    {
        for (var now = Clock.Now(); Volatile.Read(ref *turn) == seen && now < end; now = Clock.Now())
        {
            if (Volatile.Read(ref *arrival) == 0 && Libc.CurrentCpu() == target) Volatile.Write(ref *arrival, now);
        }
    }
}
