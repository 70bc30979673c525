using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GmpSim.Calibration.Live;

/// <summary>What one thread counts. Only that thread writes; lines that prefetchers fetch in pairs keep it apart from the next.</summary>
[StructLayout(LayoutKind.Sequential, Size = 256)]
internal struct LiveCounters
{
    /// <summary>Calls of epoll_wait that came back.</summary>
    internal long EpollWaits;

    /// <summary>Events that they brought.</summary>
    internal long EpollEvents;

    /// <summary>Sleeps in epoll_wait or accept, taken from the thread's voluntary switches; only where the thread sleeps elsewhere too.</summary>
    internal long EpollSleeps;

    /// <summary>Returns with events from an epoll_wait that had slept.</summary>
    internal long UsefulWakeups;

    /// <summary>Reads and accepts that found nothing.</summary>
    internal long EmptyReads;

    /// <summary>Returns from a blocking epoll_wait whose events readied no goroutine.</summary>
    internal long UselessReturns;

    /// <summary>Calls of epoll_ctl.</summary>
    internal long EpollControls;

    /// <summary>Requests, signals or connections dealt with.</summary>
    internal long Requests;

    /// <summary>Requests that failed.</summary>
    internal long Errors;

    /// <summary>futex wake calls that woke somebody.</summary>
    internal long FutexWakes;

    /// <summary>Steals that brought goroutines.</summary>
    internal long Steals;

    /// <summary>Run queues of other Ps looked at.</summary>
    internal long StealAttempts;

    /// <summary>Goroutines that ran on another P than before.</summary>
    internal long Migrations;

    /// <summary>Threads started.</summary>
    internal long ThreadsCreated;

    /// <summary>Time that the M was spinning [ns].</summary>
    internal long SpinningNs;

    /// <summary>Blocking polls.</summary>
    internal long PollBlocks;

    /// <summary>The time they took [ns].</summary>
    internal long PollBlockNs;

    /// <summary>What was counted since an earlier look.</summary>
    internal LiveCounters Since(LiveCounters before)
    {
        for (var i = 0; i < Fields; i++) Field(ref this, i) -= Field(ref before, i);
        return this;
    }

    /// <summary>Adds what another thread has counted.</summary>
    internal void Add(LiveCounters other)
    {
        for (var i = 0; i < Fields; i++) Field(ref this, i) += Field(ref other, i);
    }

    private static int Fields => Unsafe.SizeOf<LiveCounters>() / sizeof(long);

    private static ref long Field(ref LiveCounters counters, int index) => ref Unsafe.Add(ref Unsafe.As<LiveCounters, long>(ref counters), index);
}
