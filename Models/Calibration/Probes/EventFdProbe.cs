using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M13: writing eventfds that nobody watches, and ones that an epoll instance without a waiter watches; reading them.</summary>
/// <remarks>Each block writes many descriptors once, so that each write links its item to the ready list; a second write to the same one would find it there.</remarks>
internal sealed unsafe class EventFdProbe : IProbe
{
    public const string Id = "eventfd";

    private const int Count = 128;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        using var descriptors = new Descriptors();
        using var events = new EpollEvents(Count);
        var epoll = descriptors.Epoll();
        var free = Enumerable.Range(0, Count).Select(_ => descriptors.EventFd()).ToArray();
        var watched = Enumerable.Range(0, Count).Select(_ => descriptors.EventFd()).ToArray();
        foreach (var eventFd in watched) Descriptors.Watch(epoll, eventFd, Epoll.In | Epoll.EdgeTriggered);

        context.Blocks("write", Count, _ => Write(free), before: () => Drain(free));
        context.Blocks("write-watched", Count, _ => Write(watched), before: () =>
        {
            Drain(watched);
            Libc.EpollWait(epoll, events.Address, Count, 0);
        });
        context.Blocks("read", Count, _ => Drain(free), before: () => Write(free));
        context.Blocks("read-again", Count, _ => Drain(free), before: () => Drain(free));
    }

    private static void Write(int[] eventFds)
    {
        var one = 1UL;
        foreach (var eventFd in eventFds) Libc.Write(eventFd, &one, sizeof(ulong));
    }

    private static void Drain(int[] eventFds)
    {
        ulong count;
        foreach (var eventFd in eventFds) Libc.Read(eventFd, &count, sizeof(ulong));
    }
}
