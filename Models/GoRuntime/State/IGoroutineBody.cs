using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>The code of a goroutine: it keeps its own place, so that any M can go on with it.</summary>
public interface IGoroutineBody
{
    /// <summary>Runs on <paramref name="m"/> until the goroutine parks, yields, is preempted or ends.</summary>
    /// <remarks>When it has parked the goroutine, it returns at once: another M may already be running it.</remarks>
    Process<RunOutcome> Run(WorkerThread m, Goroutine g);
}
