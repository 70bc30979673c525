using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>A goroutine's entry in one wait queue (sudog, runtime2.go). Reused: steady state allocates none.</summary>
/// <remarks>While a goroutine waits in a select it has one entry in the queue of every case, linked through <see cref="WaitLink"/>.</remarks>
internal sealed class Sudog
{
    /// <summary>Who waits.</summary>
    internal Goroutine G { get; set; } = null!;

    /// <summary>The queue that the entry is in; <see langword="null"/> once somebody has taken it out.</summary>
    internal WaitQueue? Queue { get; set; }

    internal Sudog? Next { get; set; }

    internal Sudog? Previous { get; set; }

    /// <summary>The entry of the goroutine's next case (g.waiting, sudog.waitlink).</summary>
    internal Sudog? WaitLink { get; set; }

    /// <summary>Whether the goroutine waits in a select: then whoever takes the entry out must also win the select.</summary>
    internal bool IsSelect { get; set; }

    /// <summary>The channel of the case; <see langword="null"/> for one on a time.</summary>
    internal Channel? Channel { get; set; }

    /// <summary>The timer of a case on a time.</summary>
    internal ChannelTimer? Timer { get; set; }

    /// <summary>Whether the case sends.</summary>
    internal bool IsSend { get; set; }

    /// <summary>Number of the case that the entry stands for.</summary>
    internal int Case { get; set; }

    /// <summary>Whether a waker has taken this entry out and readied its goroutine for it.</summary>
    internal bool IsWinner { get; set; }

    /// <summary>Whether it was woken by its counterpart, not by a close (sudog.success).</summary>
    internal bool Success { get; set; }

    /// <summary>Whether the semaphore was handed over with the wake-up, so that the goroutine need not compete for it (sudog.ticket).</summary>
    internal bool Ticket { get; set; }

    /// <summary>The semaphore it waits for, if it is one.</summary>
    internal Semaphore? Semaphore { get; set; }

    /// <summary>When the goroutine began to wait for its mutex, re-queued or not (waitStartTime in lockSlow).</summary>
    internal SimTime WaitStart { get; set; }

    /// <summary>Whether it has waited so long that it asks for the mutex's starvation mode.</summary>
    internal bool IsStarving { get; set; }

    /// <summary>Whether it has been woken before without getting the mutex: it queues before all others then (queueLifo).</summary>
    internal bool IsRequeued { get; set; }

    /// <summary>A free entry becomes one of <paramref name="g"/>.</summary>
    internal void Begin(Goroutine g)
    {
        G = g;
        IsSelect = false;
        Channel = null;
        Timer = null;
        IsSend = false;
        Case = 0;
        IsWinner = false;
        Success = false;
        Ticket = false;
        Semaphore = null;
        WaitStart = SimTime.Zero;
        IsStarving = false;
        IsRequeued = false;
        WaitLink = null;
    }
}
