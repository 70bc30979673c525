using System.Runtime.CompilerServices;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M12: epoll_wait with time-out 0 on an instance with m level-triggered eventfds ready.</summary>
internal sealed unsafe class EpollWaitProbe : IProbe
{
    public const string Id = "epoll.wait";

    /// <summary>Numbers of ready events.</summary>
    public static readonly int[] Ready = [0, 1, 2, 4, 8, 16, 32, 64, 128];

    private const int WorkPerBlock = 2000; // harvested items

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        foreach (var ready in Ready)
        {
            using var descriptors = new Descriptors();
            using var events = new EpollEvents(128);
            var epoll = descriptors.Epoll();
            for (var i = 0; i < 128; i++)
            {
                var eventFd = descriptors.EventFd();
                Descriptors.Watch(epoll, eventFd, Epoll.In);
                if (i < ready) Descriptors.Signal(eventFd);
            }

            context.Blocks($"ready={ready}", Math.Max(20, WorkPerBlock / (4 + ready)), operations => Waits(epoll, events.Address, operations));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Waits(int epoll, byte* events, int operations)
    {
        for (var i = 0; i < operations; i++) Libc.EpollWait(epoll, events, 128, 0);
    }
}
