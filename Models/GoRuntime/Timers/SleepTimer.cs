using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>The timer of time.Sleep (g.timer): readies its goroutine (goroutineReady in time.go).</summary>
internal sealed class SleepTimer(GoProcess process, Goroutine goroutine) : RuntimeTimer
{
    internal Goroutine Goroutine { get; } = goroutine;

    /// <summary>Until when the goroutine asked to sleep; <see cref="RuntimeTimer.When"/> is gone when the timer fires.</summary>
    internal SimTime Until { get; set; }

    /// <inheritdoc/>
    protected internal override void Fire(WorkerThread m)
    {
        // The M that wakes for a timer may come late; a wake-up before the time was not for it.
        if (Goroutine.Clock is { } clock && m.WokenAt >= Until) GoProcess.BookWakeUp(m, clock);
        process.Waker.Ready(m, Goroutine);
    }
}
