using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>One epoll instance of a netpoller, with the eventfd that breaks its blocked poller and who that is.</summary>
public sealed class PollInstance
{
    internal PollInstance(Host host, ProcessAccount account)
    {
        Epoll = new(host, account);
        BreakFd = new(host);
    }

    /// <summary>The kernel's part.</summary>
    public EpollInstance Epoll { get; }

    /// <summary>The M blocked in epoll_wait on it (lastpoll == 0), if any; at most one.</summary>
    public WorkerThread? Blocked { get; internal set; }

    /// <summary>Goroutines parked on descriptors registered here (netpollWaiters).</summary>
    public int Waiters { get; internal set; }

    /// <summary>Until when the blocked M sleeps at most (pollUntil); never for ever-sleeping ones.</summary>
    internal SimTime PollUntil { get; set; } = SimTime.MaxValue;

    /// <summary>When it was last polled.</summary>
    internal SimTime LastPoll { get; set; }

    internal EventFd BreakFd { get; }

    /// <summary>Whether a break is on its way (netpollWakeSig): there is never a second one.</summary>
    internal bool BreakPending { get; set; }

    internal bool BreakFdRegistered { get; set; }

    /// <summary>Whether an M is in the non-blocking poll of findRunnable (pollingNet).</summary>
    internal bool Polling { get; set; }
}
