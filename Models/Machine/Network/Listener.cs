using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>A listening socket with its accept queue.</summary>
/// <remarks>The queue is unbounded here: SYN and accept queue limits are not modelled.</remarks>
public sealed class Listener(Host host) : Pollable(host)
{
    private readonly Queue<TcpSocket> _acceptQueue = new();

    /// <summary>Connections waiting to be accepted.</summary>
    public int QueueLength => _acceptQueue.Count;

    /// <inheritdoc/>
    public override PollMask Poll() => _acceptQueue.Count > 0 ? PollMask.In : PollMask.None;

    /// <summary>A handshake on loopback has finished: the connecting thread's core does the listener's part too.</summary>
    public void Connected(KernelThread connecting, TcpSocket serverEnd)
    {
        ArgumentNullException.ThrowIfNull(connecting);
        _acceptQueue.Enqueue(serverEnd);
        connecting.SpendInKernel(Notify(PollMask.In, connecting.Core, connecting.Owed));
    }

    /// <summary>A handshake with another machine has finished.</summary>
    public void ConnectedFromOutside(TcpSocket serverEnd, Core interrupted)
    {
        ArgumentNullException.ThrowIfNull(interrupted);
        _acceptQueue.Enqueue(serverEnd);
        interrupted.Interrupt(Host.Costs.TcpSoftirq + Notify(PollMask.In, interrupted, SimDuration.Zero));
    }

    /// <summary>Takes the oldest waiting connection.</summary>
    public bool TryAccept(out TcpSocket? serverEnd) => _acceptQueue.TryDequeue(out serverEnd);
}
