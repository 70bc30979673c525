using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M7 and M13: an eventfd write that wakes a thread out of epoll_wait, on another CPU after an idle gap, and to and fro on one CPU.</summary>
internal sealed unsafe class EpollWakeProbe : IProbe
{
    public const string Id = "epoll.wake";

    /// <summary>The write that wakes a sleeper on the writer's own CPU.</summary>
    internal const string OwnCpuWrite = "same-cpu;write";

    private const int RoundTrips = 100;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        using var descriptors = new Descriptors();
        using var events = new EpollEvents(4);
        var (epoll, eventFd) = Watched(descriptors);
        SameCpu(context, descriptors);
        if (context.OtherCpu is null) throw new ProbeObstacleException("wake-ups across CPUs need two");
        new WakeSweep(context, _ => Sleep(epoll, events.Address), _ => Descriptors.Signal(eventFd)).Measure();
    }

    private static (int Epoll, int EventFd) Watched(Descriptors descriptors)
    {
        var (epoll, eventFd) = (descriptors.Epoll(), descriptors.EventFd());
        Descriptors.Watch(epoll, eventFd, Epoll.In | Epoll.EdgeTriggered);
        return (epoll, eventFd);
    }

    // Edge-triggered, and the eventfd is never emptied: one system call less, and no callback for a read.
    private static void Sleep(int epoll, byte* events)
    {
        while (Libc.EpollWait(epoll, events, 4, -1) <= 0)
        {
        }
    }

    private static void SameCpu(ProbeContext context, Descriptors descriptors)
    {
        var (there, back) = (Watched(descriptors), Watched(descriptors));
        using var mine = new EpollEvents(4);
        using var theirs = new EpollEvents(4);
        var rounds = (context.Effort.Blocks + 1) * RoundTrips;
        var partner = PinnedThread.Start("gmpsim-partner", context.Cpu, () =>
        {
            using var theirPolicy = BatchPolicy.Choose();
            for (var i = 0; i < rounds; i++)
            {
                Sleep(there.Epoll, theirs.Address);
                Descriptors.Signal(back.EventFd);
            }
        });
        using var policy = BatchPolicy.Choose();
        for (var block = 0; block <= context.Effort.Blocks; block++)
        {
            var writes = 0L;
            var start = Clock.Now();
            for (var i = 0; i < RoundTrips; i++)
            {
                var before = Clock.Now();
                Descriptors.Signal(there.EventFd);
                writes += Clock.Now() - before;
                Sleep(back.Epoll, mine.Address);
            }

            if (block == 0) continue;
            var time = Clock.Now() - start - (2 * RoundTrips * ProbeContext.ClockCost);
            context.Add("same-cpu;half-round-trip", time / (2.0 * RoundTrips));
            context.Add(OwnCpuWrite, (writes / (double)RoundTrips) - ProbeContext.ClockCost);
        }

        partner.Join();
    }
}
