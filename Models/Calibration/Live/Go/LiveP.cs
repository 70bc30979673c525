using GmpSim.Engine;

namespace GmpSim.Calibration.Live.Go;

/// <summary>A processor: the right to run goroutines, with a run queue.</summary>
internal sealed class LiveP(int number)
{
    internal int Number { get; } = number;

    internal LocalRunQueue Queue { get; } = new();

    /// <summary>Goroutines that it has begun to run.</summary>
    internal uint SchedTick { get; set; }

    /// <summary>Whether it is on the idle stack. Under the scheduler's lock.</summary>
    internal bool IsIdle { get; set; }

    /// <summary>The M that sleeps in its epoll instance (per-p). Under the scheduler's lock.</summary>
    internal LiveM? Sleeper { get; set; }

    /// <summary>Time from the client's write being done to the goroutine running.</summary>
    internal Histogram Skew { get; } = new();

    /// <summary>Time from runnable to running.</summary>
    internal Histogram SchedLatency { get; } = new();
}
