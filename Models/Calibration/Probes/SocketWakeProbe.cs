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

    private const int KeptBytes = 64;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        context.RequireOtherCpu();
        using var descriptors = new Descriptors();
        using var events = new EpollEvents(4);
        var epoll = descriptors.Epoll();
        var (client, server) = descriptors.Connection();
        Descriptors.Watch(epoll, server, Epoll.In | Epoll.EdgeTriggered);

        new WakeSweep(context, sample => Sleep(epoll, server, events.Address, sample), _ => Send(client)).Measure();
    }

    // Each byte is an edge although nobody has read the one before; the buffer must not fill up.
    private static void Sleep(int epoll, int socket, byte* events, int sample)
    {
        if (sample % KeptBytes == 0)
        {
            var bytes = stackalloc byte[KeptBytes];
            Libc.Read(socket, bytes, KeptBytes);
        }

        while (Libc.EpollWait(epoll, events, 4, -1) <= 0)
        {
        }
    }

    private static void Send(int socket)
    {
        byte one = 1;
        Libc.Write(socket, &one, 1);
    }
}
