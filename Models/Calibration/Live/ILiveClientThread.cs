namespace GmpSim.Calibration.Live;

/// <summary>What one thread of a client does.</summary>
internal interface ILiveClientThread : IDisposable
{
    /// <summary>Requests that failed in the measured window.</summary>
    long Errors { get; }

    /// <summary>Asks until the run is over.</summary>
    void Run(LiveThread thread);
}
