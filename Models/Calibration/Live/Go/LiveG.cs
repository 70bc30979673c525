using GmpSim.Engine;

namespace GmpSim.Calibration.Live.Go;

/// <summary>A goroutine: the state machine of one connection.</summary>
/// <remarks>Whoever runs it owns all but <see cref="Poll"/>; that hands it over.</remarks>
internal sealed class LiveG(int number, ServerLink link, RandomStream service)
{
    private int _poll;
    private int _isArmed;

    internal int Number { get; } = number;

    /// <summary>The connection that it serves.</summary>
    internal ServerLink Link { get; } = link;

    /// <summary>Random numbers of its service times.</summary>
    internal RandomStream Service { get; } = service;

    /// <summary>The next in a list; a goroutine is in one list at most.</summary>
    internal LiveG? Next { get; set; }

    /// <summary>Step of the program that comes next.</summary>
    internal int Step { get; set; }

    /// <summary>Bytes of the request, or of the response, that are through.</summary>
    internal int Bytes { get; set; }

    /// <summary>When it became runnable [ns].</summary>
    internal long RunnableSince { get; set; }

    /// <summary>Whether an event made it runnable.</summary>
    internal bool IsFromPoll { get; set; }

    /// <summary>The P that it ran on last; −1 before the first.</summary>
    internal int LastP { get; set; } = -1;

    /// <summary>The epoll instance that watches its connection.</summary>
    internal int Instance { get; set; }

    /// <summary>One of <see cref="PollState"/>.</summary>
    internal int Poll => Volatile.Read(ref _poll);

    /// <summary>Whether epoll watches for something, where descriptors are armed.</summary>
    internal bool IsArmed
    {
        get => Volatile.Read(ref _isArmed) != 0;
        set => Volatile.Write(ref _isArmed, value ? 1 : 0);
    }

    /// <summary><c>pollReset</c>.</summary>
    internal void ResetPoll() => Volatile.Write(ref _poll, PollState.Nil);

    /// <summary>From one state to another; <see langword="false"/> when it was not in the first.</summary>
    internal bool TryMove(int from, int to) => Interlocked.CompareExchange(ref _poll, to, from) == from;

    /// <summary><c>netpollready</c>: an event has come. Returns whether that makes it runnable.</summary>
    internal bool EventCame()
    {
        while (true)
        {
            var state = Poll;
            if (state == PollState.Ready) return false;
            if (TryMove(state, PollState.Ready)) return state == PollState.Parked;
        }
    }
}
