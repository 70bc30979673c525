using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M7: a byte over a loopback connection that wakes a thread out of epoll_wait on another CPU, after an idle gap.</summary>
/// <remarks>
/// A socket wakes with the kernel's hint that the waker is about to sleep (WF_SYNC), which eventfds and futexes do not give. No cost rests on it: the model has a socket's wake-up
/// as <c>tcp.send</c> and <c>epoll.wake</c>, and this is what to hold against their sum.
/// </remarks>
internal sealed unsafe class SocketWakeProbe : IProbe
{
    public const string Id = "tcp.wake";

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        context.RequireOtherCpu();
        using var descriptors = new Descriptors();
        using var events = new EpollEvents(4);
        var epoll = descriptors.Epoll();
        var (client, server) = descriptors.Connection();
        Descriptors.Watch(epoll, server, Epoll.In | Epoll.EdgeTriggered);

        new WakeSweep(context, _ => Sleep(epoll, events.Address), _ => Send(client), () => Empty(server)).Measure();
    }

    private static void Sleep(int epoll, byte* events)
    {
        while (Libc.EpollWait(epoll, events, 4, -1) <= 0)
        {
        }
    }

    // A byte that nobody reads is acknowledged 40 ms later, and ten of them are all that may be under way at first: then sends would be late.
    private static void Empty(int socket)
    {
        var bytes = stackalloc byte[2];
        Libc.Read(socket, bytes, 2);
    }

    private static void Send(int socket)
    {
        byte one = 1;
        Libc.Write(socket, &one, 1);
    }
}
