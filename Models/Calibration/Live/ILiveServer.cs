using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>A running server.</summary>
internal interface ILiveServer : IDisposable
{
    /// <summary>Its threads.</summary>
    IReadOnlyList<LiveThread> Threads { get; }

    /// <summary>Whether its threads sleep nowhere but in epoll_wait or accept, so that each voluntary switch of theirs is such a sleep.</summary>
    bool SleepsInWaitsOnly { get; }

    /// <summary>Whether what clients cause is the event that wake-ups are counted by; otherwise what epoll_wait has brought.</summary>
    bool CountsByRequest { get; }

    /// <summary>For each P, or each thread where there are none, the time from the client's write being done to the request being attended to.</summary>
    IReadOnlyList<Histogram> Skew { get; }

    /// <summary>Time from runnable to running; <see langword="null"/> where no goroutine runs.</summary>
    Histogram? SchedLatency { get; }

    /// <summary>Number of Ps; 0 where no goroutine runs.</summary>
    int Ps { get; }

    /// <summary>Starts the threads; they wait when it returns.</summary>
    void Start();

    /// <summary>Wakes all who sleep, so that they see that the run is over.</summary>
    void Rouse();
}
