using System.Runtime.InteropServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M11: how much later than asked a sleep ends, with the slack that a thread has and with none, for nanosleep and epoll_pwait2; the tick.</summary>
internal sealed unsafe partial class TimerProbe : IProbe
{
    public const string Id = "timer";

    private const int MonotonicCoarse = 6;

    /// <summary>Sleeps in microseconds.</summary>
    public static readonly int[] Sleeps = [10, 100, 1000];

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        TimeSpec tick;
        if (Resolution(MonotonicCoarse, &tick) == 0) context.Add("tick", tick.TotalNanoseconds);
        var slack = (nuint)Math.Max(1, Libc.ProcessControl(SocketOptions.GetTimerSlack, 0, 0, 0, 0));
        context.Add("slack", slack);
        foreach (var sleep in Sleeps) Lateness(context, $"nanosleep;late;asked={sleep}us", sleep, Sleep);
        using var descriptors = new Descriptors();
        var epoll = descriptors.Epoll();
        var events = new EpollEvents(1);
        Lateness(context, "epoll_pwait2;late;asked=100us", 100, time => Libc.EpollPwait2(epoll, events.Address, 1, (TimeSpec*)time) >= 0);
        try
        {
            _ = Libc.ProcessControl(SocketOptions.SetTimerSlack, 1, 0, 0, 0);
            Lateness(context, "nanosleep;late;asked=100us;no-slack", 100, Sleep);
        }
        finally
        {
            _ = Libc.ProcessControl(SocketOptions.SetTimerSlack, slack, 0, 0, 0);
            events.Dispose();
        }
    }

    private static bool Sleep(nint time) => Libc.NanoSleep((TimeSpec*)time, null) >= 0;

    private static void Lateness(ProbeContext context, string parameter, int microseconds, Func<nint, bool> sleep)
    {
        var time = TimeSpec.Of(microseconds * 1_000L);
        var end = Clock.Now() + context.Effort.SampleTime;
        for (var i = 0; i < context.Effort.Samples && (i < 5 || Clock.Now() < end) && !context.IsCancelled; i++)
        {
            var asked = time;
            var start = Clock.Now();
            var isWhole = sleep((nint)(&asked));
            var late = Clock.Now() - start - (microseconds * 1_000L);
            if (i > 0 && isWhole) context.Add(parameter, late - ProbeContext.ClockCost);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_getres")]
    private static partial int Resolution(int clock, TimeSpec* time);
}
