using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Probes;

/// <summary>M12: epoll_ctl ADD, MOD and DEL of eventfds that are not ready.</summary>
internal sealed unsafe class EpollControlProbe : IProbe
{
    public const string Id = "epoll.ctl";

    private const int Watched = 128;

    public string Name => Id;

    public void Measure(ProbeContext context)
    {
        using var descriptors = new Descriptors();
        using var interest = new EpollEvents(1);
        var epoll = descriptors.Epoll();
        var eventFds = Enumerable.Range(0, Watched).Select(_ => descriptors.EventFd()).ToArray();
        var entry = interest.Set(0, Epoll.In | Epoll.EdgeTriggered, 1);
        void All(int operation)
        {
            foreach (var eventFd in eventFds) Libc.EpollControl(epoll, operation, eventFd, entry);
        }

        context.Blocks("add", Watched, _ => All(Epoll.Add), before: () => All(Epoll.Delete));
        context.Blocks("mod", Watched, _ => All(Epoll.Modify));
        context.Blocks("del", Watched, _ => All(Epoll.Delete), before: () => All(Epoll.Add));
    }
}
