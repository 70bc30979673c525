using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>The poll state of one descriptor (pollDesc): its binary semaphore for readers and where it is registered.</summary>
/// <remarks>rg of netpoll.go: nothing, ready, or the waiting goroutine. Writers never wait here, so wg is left out; deadlines too.</remarks>
public sealed class PollDesc
{
    internal PollDesc(Pollable descriptor, CacheLine line)
    {
        Descriptor = descriptor;
        Line = line;
        Item = new(descriptor, this);
    }

    /// <summary>The socket or listener.</summary>
    public Pollable Descriptor { get; }

    /// <summary>The goroutine parked on it, if any; at most one.</summary>
    public Goroutine? Waiter { get; internal set; }

    /// <summary>Whether it became readable while nobody waited.</summary>
    public bool Ready { get; internal set; }

    internal CacheLine Line { get; }

    internal PollInstance? Instance { get; set; }

    internal EpollItem Item { get; }
}
