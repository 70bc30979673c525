using GmpSim.Calibration.Native;
using GmpSim.Engine;

namespace GmpSim.Calibration.Live.Go;

/// <summary>A machine: a thread that runs goroutines while it holds a P.</summary>
internal sealed class LiveM(LiveThread thread, RandomStream random, int maxEvents) : IDisposable
{
    internal LiveThread Thread { get; } = thread;

    /// <summary>Where a thief begins (<c>cheaprand</c>).</summary>
    internal RandomStream Random { get; } = random;

    /// <summary>What it sleeps on when parked.</summary>
    internal FutexWord Note { get; } = new();

    /// <summary>Room for the events of a poll.</summary>
    internal EpollEvents Events { get; } = new(maxEvents);

    /// <summary>Room for an interest.</summary>
    internal EpollEvents Interest { get; } = new(1);

    /// <summary>The P that it holds.</summary>
    internal LiveP? P { get; set; }

    /// <summary>The P that it is to take when it wakes. Under the scheduler's lock.</summary>
    internal LiveP? NextP { get; set; }

    /// <summary>Whether it looks for work, and counts as spinning.</summary>
    internal bool IsSpinning { get; set; }

    /// <summary>Since when [ns].</summary>
    internal long SpinningSince { get; set; }

    public void Dispose()
    {
        Note.Dispose();
        Events.Dispose();
        Interest.Dispose();
    }
}
