using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M7: wakes a thread that sleeps on another CPU, after that CPU has been idle for a while; the same for every way to sleep.</summary>
/// <param name="context">The round; the caller's thread wakes.</param>
/// <param name="sleep">Sleeps until woken, on the sleeper's thread; the argument is the number of the sample.</param>
/// <param name="wake">Wakes it; the argument is the number of the sample.</param>
/// <param name="tidy">What the sleeper does after a wake-up, when it is timed no more and before it is woken again.</param>
internal sealed unsafe class WakeSweep(ProbeContext context, Action<int> sleep, Action<int> wake, Action? tidy = null)
{
    private const int Ready = 0;
    private const int Awake = 1;
    private const int Stop = 2;

    // From the sleeper's announcement until its CPU is idle: the rest of its system call and a switch.
    private const long FallingAsleep = 4_000;

    /// <summary>How long the sleeper's CPU has been idle, in microseconds.</summary>
    internal static readonly int[] GapsMicroseconds = [1, 10, 50, 100, 300, 1_000, 3_000, 10_000];

    /// <summary>The idle time at which the waker's own cost is read: a CPU that is surely idle, but not long.</summary>
    internal const int UsualGapMicroseconds = 100;

    internal static string Latency(int gapMicroseconds) => $"latency;gap={gapMicroseconds}us";

    internal static string Call(int gapMicroseconds) => $"call;gap={gapMicroseconds}us";

    /// <summary>Measures every gap: the latency from before the wake-up call to the sleeper's first instruction, and how long the call took.</summary>
    internal void Measure()
    {
        using var lines = new SharedLines(3);
        var (ready, awake, stop) = ((nint)lines[Ready], (nint)lines[Awake], (nint)lines[Stop]);
        var sleeper = PinnedThread.Start("gmpsim-sleeper", context.RequireOtherCpu(), () => Sleeper((int*)ready, (long*)awake, (int*)stop));
        var sample = 0;
        try
        {
            foreach (var gap in GapsMicroseconds)
            {
                if (!context.IsCancelled) OneGap(gap, (int*)ready, (long*)awake, ref sample);
            }
        }
        finally
        {
            Volatile.Write(ref *(int*)stop, 1);

            // It must have ended before the lines are freed; a wake-up may have come before it slept.
            while (!sleeper.Join(TimeSpan.FromMilliseconds(20))) wake(int.MaxValue);
        }

        if (!sleeper.IsPinned) context.Note(Latency(UsualGapMicroseconds), "the sleeper could not be bound to a CPU");
    }

    private void OneGap(int gap, int* ready, long* awake, ref int sample)
    {
        var end = Clock.Now() + context.Effort.SampleTime;
        for (var count = 0; count < context.Effort.Samples && (count < 5 || Clock.Now() < end); count++)
        {
            sample++;
            SharedLines.SpinUntil(ready, sample);
            var start = Clock.Now() + FallingAsleep + (gap * 1_000L);
            while (Clock.Now() < start) Thread.SpinWait(1);
            var watch = DisturbanceWatch.Start();
            start = Clock.Now();
            wake(sample);
            var called = Clock.Now();
            SharedLines.SpinUntil((int*)awake + 2, sample);
            if (count == 0) continue; // the gap before it was another one
            var isDisturbed = watch.IsDisturbed();
            context.Add(Latency(gap), Volatile.Read(ref *awake) - start, isDisturbed: isDisturbed);
            context.Add(Call(gap), called - start - ProbeContext.ClockCost, isDisturbed: isDisturbed);
        }
    }

    private void Sleeper(int* ready, long* awake, int* stop)
    {
        for (var sample = 1; ; sample++)
        {
            Volatile.Write(ref *ready, sample);
            sleep(sample);
            Volatile.Write(ref *awake, Clock.Now());
            if (Volatile.Read(ref *stop) != 0) return;
            Volatile.Write(ref *((int*)awake + 2), sample);
            tidy?.Invoke();
        }
    }
}
