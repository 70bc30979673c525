namespace GmpSim.Machine;

/// <summary>What has been done with one epoll instance: counters, never decisions. Each counts for the process too.</summary>
/// <remarks>
/// Useless work is counted apart on its two levels. A thread that is woken for nothing sleeps again without leaving the kernel: two switches, which the program does not
/// see (<see cref="SpuriousWakeups"/>). An event whose descriptor others have emptied before the program reads is one that it does see (<see cref="ProcessAccount.SpuriousEvents"/>).
/// </remarks>
public sealed class EpollCounters
{
    private readonly ProcessAccount _account;

    internal EpollCounters(ProcessAccount account) => _account = account;

    /// <summary>epoll_wait calls.</summary>
    public long Waits { get; private set; }

    /// <summary>epoll_wait calls that returned at least one event.</summary>
    public long Returns { get; private set; }

    /// <summary>Events that epoll_wait returned.</summary>
    public long Events { get; private set; }

    /// <summary>Threads woken out of epoll_wait by an event.</summary>
    public long Wakeups { get; private set; }

    /// <summary>Of <see cref="Wakeups"/>, those that found nothing and slept again inside the kernel.</summary>
    public long SpuriousWakeups { get; private set; }

    /// <summary>Of <see cref="Wakeups"/>, those whose cause was a harvest that left something, not an event.</summary>
    public long ChainedWakeups { get; private set; }

    /// <summary>epoll_ctl calls.</summary>
    public long Controls { get; private set; }

    internal void CountWait()
    {
        Waits++;
        _account.EpollWaits++;
    }

    internal void CountReturn(int events)
    {
        if (events == 0) return;
        Returns++;
        Events += events;
        _account.EpollReturns++;
        _account.EpollEvents += events;
    }

    internal void CountWakeup()
    {
        Wakeups++;
        _account.EpollWakeups++;
    }

    internal void CountSpuriousWakeup()
    {
        SpuriousWakeups++;
        _account.SpuriousWakeups++;
    }

    internal void CountChainedWakeup()
    {
        ChainedWakeups++;
        _account.ChainedWakeups++;
    }

    internal void CountControl()
    {
        Controls++;
        _account.EpollControls++;
    }
}
