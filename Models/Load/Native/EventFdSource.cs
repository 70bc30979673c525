using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>An eventfd: one read takes the count, and with it all signals so far.</summary>
public sealed class EventFdSource(Host host) : WatchedSource
{
    private readonly EventFd _eventFd = new(host);

    /// <inheritdoc/>
    public override Pollable Descriptor => _eventFd;

    /// <inheritdoc/>
    public override bool HoldsSeveral => false;

    internal override void SignalFrom(KernelThread producer, Request request)
    {
        Add(request, producer.LocalNow);
        _eventFd.Write(producer);
    }

    internal override void SignalFromOutside(Core interrupted, Request request)
    {
        Add(request, host.Simulation.Now);
        _eventFd.WriteFromOutside(interrupted);
    }

    internal override void Read(KernelThread thread, List<Signal> taken)
    {
        _eventFd.Drain(thread);
        TakeAll(taken);
    }
}
