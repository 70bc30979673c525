namespace GmpSim.Calibration.Live.Go;

/// <summary>The read semaphore of a descriptor, <c>rg</c> of netpoll.go.</summary>
internal static class PollState
{
    /// <summary>Nobody waits, nothing has come.</summary>
    internal const int Nil = 0;

    /// <summary>An event came; the next who would wait need not.</summary>
    internal const int Ready = 1;

    /// <summary>The goroutine is parked.</summary>
    internal const int Parked = 2;
}
