namespace GmpSim.Calibration.Live;

/// <summary>A running server.</summary>
internal interface ILiveServer : IDisposable
{
    /// <summary>Its threads.</summary>
    IReadOnlyList<LiveThread> Threads { get; }

    /// <summary>Whether its threads sleep nowhere but in epoll_wait or accept, so that each voluntary switch of theirs is such a sleep.</summary>
    bool SleepsInWaitsOnly { get; }

    /// <summary>Starts the threads; they wait when it returns.</summary>
    void Start();

    /// <summary>Wakes all who sleep, so that they see that the run is over.</summary>
    void Rouse();
}
