using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>A timer of the runtime (timer in time.go): something that happens on whichever M finds it due.</summary>
/// <remarks>
/// One object serves as often as it is started; starting allocates nothing. It lies on at most one heap, that of the P whose
/// goroutine started it, and stays there when it is stopped or reset from elsewhere: it is only marked, and the heap puts itself in
/// order later (<see cref="TimerHeap"/>). The marks are Go's timerHeaped, timerModified and timerZombie; up to 1.22 they were one status word
/// with the same meaning.
/// </remarks>
public abstract class RuntimeTimer
{
    /// <summary>A timer that is not set.</summary>
    /// <param name="feedsChannel">Whether it sends on a channel (isChan): then, from 1.23, it lies on a heap only while somebody is blocked on that channel.</param>
    protected RuntimeTimer(bool feedsChannel = false) => FeedsChannel = feedsChannel;

    /// <summary>When it is due; <see cref="SimTime.MaxValue"/> while it is not set.</summary>
    public SimTime When { get; internal set; } = SimTime.MaxValue;

    /// <summary>Time from one firing to the next; zero for a timer that fires once.</summary>
    public SimDuration Period { get; internal set; }

    /// <summary>Whether it is set and has not fired.</summary>
    public bool IsSet => When != SimTime.MaxValue;

    /// <summary>Whether it sends on a channel (isChan).</summary>
    internal bool FeedsChannel { get; }

    /// <summary>Goroutines blocked on its channel (blocked); only for a timer that feeds a channel.</summary>
    internal int Blocked { get; set; }

    /// <summary>The heap it lies on (ts); <see langword="null"/> when it lies on none.</summary>
    internal TimerHeap? Heap { get; set; }

    /// <summary>On a heap under a time that is no longer its own (timerModified).</summary>
    internal bool IsModified { get; set; }

    /// <summary>On a heap, to be removed from it (timerZombie).</summary>
    internal bool IsZombie { get; set; }

    /// <summary>It is due: happens on <paramref name="m"/>, which holds a P; goroutines made ready go to that P.</summary>
    /// <remarks>May start, stop and reset timers, this one too. A periodic timer has its next time already.</remarks>
    protected internal abstract void Fire(WorkerThread m);

    /// <summary>It lies on no heap any more. For those who keep timers to use them again.</summary>
    protected internal virtual void LeftHeap()
    {
    }
}
