using System.Runtime.CompilerServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M15 and M7: futex wakes that find nobody, wake-ups of a sleeper on another CPU after an idle gap, and a ping-pong of two threads on one CPU.</summary>
internal sealed unsafe class FutexProbe : IProbe
{
    public const string Id = "futex";

    /// <summary>The wake-up call for a sleeper on the waker's own CPU.</summary>
    internal const string OwnCpuWake = "same-cpu;wake";

    private const int RoundTrips = 100;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        using var lines = new SharedLines(3);
        var word = (nint)lines[0];
        context.Blocks("wake-nobody", 500, operations => WakeNobody((int*)word, operations));
        SameCpu(context, lines);
        if (context.OtherCpu is null) throw new ProbeObstacleException("wake-ups across CPUs need two");
        *(int*)word = 0;
        new WakeSweep(context, sample => Sleep((int*)word, sample), sample => Wake((int*)word, sample)).Measure();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WakeNobody(int* word, int operations)
    {
        for (var i = 0; i < operations; i++) Libc.FutexWake(word, 1);
    }

    private static void Sleep(int* word, int sample)
    {
        for (int seen; (seen = Volatile.Read(ref *word)) < sample;) Libc.FutexWait(word, seen, null);
    }

    private static void Wake(int* word, int sample)
    {
        Volatile.Write(ref *word, sample);
        Libc.FutexWake(word, 1);
    }

    // The partner runs on the same CPU: it cannot begin before this thread sleeps, so the wake is timed without what it wakes.
    private static void SameCpu(ProbeContext context, SharedLines lines)
    {
        var (there, back) = ((nint)lines[1], (nint)lines[2]);
        var rounds = (context.Effort.Blocks + 1) * RoundTrips;
        var partner = PinnedThread.Start("gmpsim-partner", context.Cpu, () =>
        {
            using var theirPolicy = BatchPolicy.Choose();
            for (var i = 1; i <= rounds; i++)
            {
                Sleep((int*)there, i);
                Wake((int*)back, i);
            }
        });
        var sample = 0;
        using var policy = BatchPolicy.Choose();
        for (var block = 0; block <= context.Effort.Blocks; block++)
        {
            var wakes = 0L;
            var switches = ResourceUsage.OfCallingThread().VoluntarySwitches;
            var start = Clock.Now();
            for (var i = 0; i < RoundTrips; i++)
            {
                sample++;
                var before = Clock.Now();
                Wake((int*)there, sample);
                wakes += Clock.Now() - before;
                Sleep((int*)back, sample);
            }

            var time = Clock.Now() - start - (2 * RoundTrips * ProbeContext.ClockCost);
            var slept = ResourceUsage.OfCallingThread().VoluntarySwitches - switches;
            if (block == 0) continue;

            // Where the woken thread preempted its waker, or ran elsewhere, fewer sleeps than wake-ups were real.
            context.Add("same-cpu;half-round-trip", time / (2.0 * RoundTrips), isDisturbed: slept < RoundTrips * 0.98);
            context.Add(OwnCpuWake, (wakes / (double)RoundTrips) - ProbeContext.ClockCost, isDisturbed: slept < RoundTrips * 0.98);
        }

        partner.Join();
    }
}
