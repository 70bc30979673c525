using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>What one process of the operating system has used: counters, and the group in which its CPU time is limited.</summary>
public sealed class ProcessAccount
{
    /// <summary>The group with a CPU quota that the process belongs to; <see langword="null"/> for none. Set before its first thread starts.</summary>
    public CpuBandwidth? Bandwidth { get; set; }

    /// <summary>CPU time of its threads so far.</summary>
    public SimDuration CpuTime { get; internal set; }

    /// <summary>epoll_wait calls.</summary>
    public long EpollWaits { get; internal set; }

    /// <summary>epoll_wait calls that returned at least one event.</summary>
    public long EpollReturns { get; internal set; }

    /// <summary>Threads woken out of epoll_wait by an event.</summary>
    public long EpollWakeups { get; internal set; }

    /// <summary>Of <see cref="EpollWakeups"/> and <see cref="AcceptWakeups"/>, those that found nothing.</summary>
    public long SpuriousWakeups { get; internal set; }

    /// <summary>Of <see cref="EpollWakeups"/>, those whose cause was a harvest that left something, not an event.</summary>
    public long ChainedWakeups { get; internal set; }

    /// <summary>Events that epoll_wait returned.</summary>
    public long EpollEvents { get; internal set; }

    /// <summary>Events that epoll_wait returned and for which the program's read or accept found nothing (EAGAIN), because somebody was faster.</summary>
    public long SpuriousEvents { get; private set; }

    /// <summary>Counts an event for which the program's read or accept found nothing.</summary>
    public void CountSpuriousEvent() => SpuriousEvents++;

    /// <summary>epoll_ctl calls.</summary>
    public long EpollControls { get; internal set; }

    /// <summary>Threads that futex wake calls of the process have woken.</summary>
    public long FutexWakes { get; internal set; }

    /// <summary>Threads woken out of accept by a connection.</summary>
    public long AcceptWakeups { get; internal set; }

    /// <summary>Threads alive, those that have not been started included.</summary>
    public int ThreadCount { get; internal set; }

    /// <summary>Its own futex hash table, where the kernel has such.</summary>
    internal FutexTable? Futexes { get; set; }

    /// <summary>Locks that its threads share; there from the first use on.</summary>
    internal ProcessLocks? Locks { get; set; }

    /// <summary>Its open descriptors.</summary>
    public DescriptorTable Descriptors { get; } = new();
}
