using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>One epoll instance of a netpoller, with the descriptor that breaks its blocked poller and who that is.</summary>
public sealed class PollInstance
{
    private readonly List<WorkerThread> _sleepers = [];

    internal PollInstance(int number, Host host, ProcessAccount account)
    {
        Number = number;
        Epoll = new(host, account);
        BreakFd = new(host);
        StateLine = host.Hardware.NewLine();
    }

    /// <summary>Number of the instance; of its P under per-P pollers.</summary>
    public int Number { get; }

    /// <summary>The kernel's part.</summary>
    public EpollInstance Epoll { get; }

    /// <summary>The Ms blocked in epoll_wait on it, or on their way there (lastpoll == 0); at most one unless any M may wait.</summary>
    public IReadOnlyList<WorkerThread> Sleepers => _sleepers;

    /// <summary>The M blocked in epoll_wait on it, if any; the one that came first where several may be.</summary>
    public WorkerThread? Blocked => _sleepers.Count > 0 ? _sleepers[0] : null;

    /// <summary>Goroutines parked on descriptors registered here (netpollWaiters). Up to 1.21 it is not lowered when input or output readies one.</summary>
    public int Waiters { get; internal set; }

    /// <summary>The line of the poller's globals: netpollWaiters, netpollWakeSig, lastpoll, pollUntil.</summary>
    internal CacheLine StateLine { get; }

    /// <summary>Whether a thread of its own polls it, so that no M has to.</summary>
    internal bool HasThread { get; set; }

    /// <summary>Until when the first of the blocked Ms sleeps at most (pollUntil); never for ever-sleeping ones and without any.</summary>
    internal SimTime PollUntil { get; private set; } = SimTime.MaxValue;

    /// <summary>When it was last polled.</summary>
    internal SimTime LastPoll { get; set; }

    internal EventFd BreakFd { get; }

    /// <summary>Whether a break is on its way (netpollWakeSig).</summary>
    internal bool BreakPending { get; set; }

    /// <summary>Whether it can be polled (netpollInited): from the first descriptor or the first wait for a timer on.</summary>
    internal bool IsInitialised { get; set; }

    /// <summary>Whether an M is in the non-blocking poll of findRunnable (pollingNet).</summary>
    internal bool Polling { get; set; }

    /// <summary>The swap of lastpoll: an M is going to block here.</summary>
    internal void Enter(WorkerThread m, SimTime pollUntil)
    {
        _sleepers.Add(m);
        m.PollsOn = this;
        m.PollUntil = pollUntil;
        PollUntil = SimTime.Min(PollUntil, pollUntil);
    }

    /// <summary>An M is back from its wait.</summary>
    internal void Leave(WorkerThread m, SimTime at)
    {
        _sleepers.Remove(m);
        m.PollsOn = null;
        LastPoll = at;
        PollUntil = SimTime.MaxValue;
        foreach (var sleeper in _sleepers) PollUntil = SimTime.Min(PollUntil, sleeper.PollUntil);
    }
}
