using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>A descriptor that threads watch and producers signal.</summary>
public abstract class WatchedSource
{
    private readonly Queue<Signal> _pending = new();

    /// <summary>What epoll watches.</summary>
    public abstract Pollable Descriptor { get; }

    /// <summary>Whether one read can leave something, so that a thread that is told by edges must read until nothing is there (EAGAIN).</summary>
    public abstract bool HoldsSeveral { get; }

    /// <summary>A producer on the machine makes it ready. The producer settles before.</summary>
    internal abstract void SignalFrom(KernelThread producer, Request request);

    /// <summary>A cause outside the machine makes it ready.</summary>
    internal abstract void SignalFromOutside(Core interrupted, Request request);

    /// <summary>A read or accept by a thread that owes nothing.</summary>
    /// <param name="thread">The reading thread.</param>
    /// <param name="taken">Takes what was there; nothing for EAGAIN.</param>
    internal abstract void Read(KernelThread thread, List<Signal> taken);

    /// <summary>The thread that handled a signal closes its connection.</summary>
    internal virtual void Close(KernelThread thread, TcpSocket connection)
    {
    }

    /// <summary>An event stands for all signals so far, and nothing is read: the edge is all there is.</summary>
    internal void TakeUnread(List<Signal> taken) => TakeAll(taken);

    private protected void Add(Request request, SimTime readyAt)
    {
        request.Arrived(readyAt);
        _pending.Enqueue(new(request, readyAt));
    }

    private protected void TakeAll(List<Signal> taken)
    {
        while (_pending.TryDequeue(out var signal)) taken.Add(signal);
    }

    private protected void TakeOne(List<Signal> taken, TcpSocket? connection = null)
    {
        if (_pending.TryDequeue(out var signal)) taken.Add(signal with { Connection = connection });
    }
}
