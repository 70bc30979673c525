namespace GmpSim.GoRuntime;

/// <summary>The timer of time.Sleep (g.timer): readies its goroutine (goroutineReady in time.go).</summary>
internal sealed class SleepTimer(GoProcess process, Goroutine goroutine) : RuntimeTimer
{
    internal Goroutine Goroutine { get; } = goroutine;

    /// <inheritdoc/>
    protected internal override void Fire(WorkerThread m) => process.Waker.Ready(m, Goroutine);
}
