using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Live;

/// <summary>Waiting until a thread sleeps.</summary>
internal static class SettledThreads
{
    private const long LongestNs = 200_000_000;

    /// <summary>Returns when the kernel says that the thread sleeps, or after a while: on a loaded machine it may not come so far.</summary>
    internal static void Await(LiveThread thread)
    {
        var end = Clock.Now() + LongestNs;
        while (!thread.HasEnded && !thread.Usage().Sleeps && Clock.Now() < end) Thread.Sleep(0);
    }
}
