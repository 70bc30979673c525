using System.Runtime.InteropServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M11: how much later than asked a sleep ends, for nanosleep and epoll_pwait2, and on a CPU that another thread keeps busy with the slack that a thread has and with none; what a timer's interrupt takes; the tick.</summary>
internal sealed unsafe partial class TimerProbe : IProbe
{
    public const string Id = "timer";

    /// <summary>Time between two ticks.</summary>
    public const string Tick = "tick";

    /// <summary>What an interrupt takes of a thread that computes.</summary>
    public const string Hole = "interrupt;hole";

    /// <summary>How late a sleep ends on a CPU that another thread keeps busy.</summary>
    public const string LateOnBusyCpu = "nanosleep;late;asked=10us;busy";

    /// <summary>The same with a slack of a nanosecond.</summary>
    public const string LateWithoutSlack = "nanosleep;late;asked=10us;busy;no-slack";

    private const int MonotonicCoarse = 6;
    private const int Absolute = 1;

    /// <summary>How far ahead the timer is set, and how long after that its hole is looked for: not in what the host takes a while later.</summary>
    private const long Ahead = 50_000;
    private const long Late = 40_000;
    private const long Early = 5_000; // a hypervisor may begin before the time, so that it is there in time

    /// <summary>Sleeps in microseconds.</summary>
    public static readonly int[] Sleeps = [10, 100, 1000];

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        TimeSpec tick;
        if (Resolution(MonotonicCoarse, &tick) == 0) context.Add(Tick, tick.TotalNanoseconds);
        var slack = (nuint)Math.Max(1, Libc.ProcessControl(SocketOptions.GetTimerSlack, 0, 0, 0, 0));
        context.Add("slack", slack);
        foreach (var sleep in Sleeps) Lateness(context, $"nanosleep;late;asked={sleep}us", sleep, Sleep);
        Interrupts(context);
        LatenessOnBusyCpu(context, slack);
        using var descriptors = new Descriptors();
        var epoll = descriptors.Epoll();
        var events = new EpollEvents(1);
        Lateness(context, "epoll_pwait2;late;asked=100us", 100, time => Libc.EpollPwait2(epoll, events.Address, 1, (TimeSpec*)time) >= 0);
        events.Dispose();
    }

    /// <summary>A timer that nobody waits for goes off while this thread reads its clock without pause.</summary>
    private static void Interrupts(ProbeContext context)
    {
        var timer = NativeException.Checked(CreateTimer(Clock.Monotonic, Epoll.CloseOnExec), "timerfd_create");
        var times = stackalloc TimeSpec[2];
        times[0] = default;
        try
        {
            for (var i = 0; i < context.Effort.Samples && !context.IsCancelled; i++)
            {
                var due = Clock.Now() + Ahead;
                times[1] = TimeSpec.Of(due);
                _ = NativeException.Checked(SetTimer(timer, Absolute, times, null), "timerfd_settime");
                long longest = 0;
                for (var last = Clock.Now(); last < due + Late;)
                {
                    var now = Clock.Now();
                    if (now > due - Early) longest = Math.Max(longest, now - last);
                    last = now;
                }

                if (i > 2) context.Add(Hole, longest - ProbeContext.ClockCost);
            }
        }
        finally
        {
            _ = Libc.Close(timer);
        }
    }

    private static void LatenessOnBusyCpu(ProbeContext context, nuint slack)
    {
        if (!Affinity.TryPin(context.Cpu)) return;
        using var lines = new SharedLines(1);
        var stop = (nint)lines[0];
        var partner = PinnedThread.Start("gmpsim-partner", context.Cpu, () => SpinUntil((int*)stop));
        try
        {
            Lateness(context, LateOnBusyCpu, 10, Sleep);
            _ = Libc.ProcessControl(SocketOptions.SetTimerSlack, 1, 0, 0, 0);
            Lateness(context, LateWithoutSlack, 10, Sleep);
        }
        finally
        {
            _ = Libc.ProcessControl(SocketOptions.SetTimerSlack, slack, 0, 0, 0);
            Volatile.Write(ref *(int*)stop, 1);
            partner.Join();
        }
    }

    private static void SpinUntil(int* stop)
    {
        var end = Clock.Now() + 5_000_000_000;
        while (Volatile.Read(ref *stop) == 0 && Clock.Now() < end) Thread.SpinWait(1);
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

    [LibraryImport("libc", EntryPoint = "timerfd_create", SetLastError = true)]
    private static partial int CreateTimer(int clock, int flags);

    [LibraryImport("libc", EntryPoint = "timerfd_settime", SetLastError = true)]
    private static partial int SetTimer(int timer, int flags, TimeSpec* intervalAndFirst, TimeSpec* old);

    [LibraryImport("libc", EntryPoint = "clock_getres")]
    private static partial int Resolution(int clock, TimeSpec* time);
}
