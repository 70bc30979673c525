using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>What a search of the other Ps has brought (the results of stealWork).</summary>
internal struct StealResult
{
    /// <summary>The goroutine to run; <see langword="null"/> when none was found.</summary>
    public Goroutine? Goroutine { get; set; }

    /// <summary>Whether it inherits the running slice: a timer put it into the thief's runnext.</summary>
    public bool InheritTime { get; set; }

    /// <summary>Whether something has happened that makes it worth to begin anew (newWork): timers ran, or the world is to stop.</summary>
    public bool NewWork { get; set; }

    /// <summary>When the first timer of the heaps looked at is due; never for none.</summary>
    public SimTime PollUntil { get; set; }
}
