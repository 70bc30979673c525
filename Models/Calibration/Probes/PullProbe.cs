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
    private const int ThreadOf = 2; // the third word of a hog's line

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        var other = context.RequireOtherCpu();
        if (!Affinity.TryPin(context.Cpu)) throw new ProbeObstacleException("threads cannot be bound to a CPU");
        using var lines = new SharedLines(Hogs + 2);
        var memory = (nint)lines[0];
        var hogs = Enumerable.Range(0, Hogs).Select(i => PinnedThread.Start("gmpsim-hog", other, () => Hog((int*)memory, (long*)(memory + ((i + 1) * SharedLines.Distance)), context.Cpu))).ToArray();
        var tries = 0;
        var atOnce = 0;
        try
        {
            for (var i = 0; i < Math.Clamp(context.Effort.Samples / 20, 4, MostTries) && !context.IsCancelled; i++)
            {
                tries++;
                if (Try(lines, context.Cpu, other) is not { } time) continue;
                atOnce++;
                context.Add("latency", time - ProbeContext.ClockCost);
            }
        }
        finally
        {
            Volatile.Write(ref *lines[0], 1);
            foreach (var hog in hogs) hog.Join();
        }

        if (tries > 0) context.Add("at-once", atOnce / (double)tries, "1");
    }

    /// <summary>How long from falling asleep until another thread runs here; <see langword="null"/> when none came at once.</summary>
    private static long? Try(SharedLines lines, int here, int there)
    {
        for (var begin = Clock.Now() + Queueing; Clock.Now() < begin;)
        {
        }

        // Only now may they move, or an earlier balancing would have moved one.
        for (var i = 1; i <= Hogs; i++)
        {
            Volatile.Write(ref *(long*)lines[i], 0);
            Affinity.TryPinThread(lines[i][ThreadOf], here, there);
        }

        var watch = DisturbanceWatch.Start();
        var timeout = TimeSpec.Of(Idle);
        var start = Clock.Now();
        _ = Libc.FutexWait(lines[Hogs + 1], 0, &timeout);
        for (var i = 1; i <= Hogs; i++) Affinity.TryPinThread(lines[i][ThreadOf], there);
        if (watch.IsDisturbed()) return null;
        var times = Enumerable.Range(1, Hogs).Select(i => Volatile.Read(ref *(long*)lines[i]) - start).Where(time => time is > 0 and < AtOnce).ToArray();
        return times.Length > 0 ? times.Min() : null;
    }

    // A hog's line: when it first ran on the CPU that went idle, and its thread.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Hog(int* stop, long* line, int target)
    {
        Volatile.Write(ref ((int*)line)[ThreadOf], Libc.ThreadId());
        var end = Clock.Now() + 20_000_000_000;
        for (var now = Clock.Now(); Volatile.Read(ref *stop) == 0 && now < end; now = Clock.Now())
        {
            if (Libc.CurrentCpu() == target && Volatile.Read(ref *line) == 0) Volatile.Write(ref *line, now);
        }
    }
}
