namespace GmpSim.Machine;

/// <summary>One descriptor registered with one epoll instance (an epitem), with its place on the ready list and on the descriptor's wait queue.</summary>
public sealed class EpollItem
{
    /// <summary>A registration to be; <see cref="EpollInstance.Add"/> makes it real, and it can move on after a removal.</summary>
    /// <param name="target">The descriptor.</param>
    /// <param name="tag">The user's data.</param>
    /// <param name="trigger">How it is delivered.</param>
    /// <param name="interest">What it is delivered for; errors and hang-ups of both directions always are.</param>
    public EpollItem(Pollable target, object tag, EpollTrigger trigger = EpollTrigger.EdgeTriggered, PollMask interest = PollMask.In | PollMask.Out)
    {
        Target = target;
        Tag = tag;
        Trigger = trigger;
        Interest = interest | PollMask.Hangup | PollMask.Error;
    }

    /// <summary>The instance it is registered with; <see langword="null"/> for none.</summary>
    public EpollInstance? Epoll { get; internal set; }

    /// <summary>The descriptor that is watched.</summary>
    public Pollable Target { get; }

    /// <summary>How it is delivered.</summary>
    public EpollTrigger Trigger { get; }

    /// <summary>What it is delivered for. EPOLLERR and EPOLLHUP are always part of it.</summary>
    public PollMask Interest { get; internal set; }

    /// <summary>Whether it can fire; false after a one-shot delivery, until a modification.</summary>
    public bool IsArmed { get; internal set; } = true;

    /// <summary>The user's data.</summary>
    public object Tag { get; }

    /// <summary>Whether the item is on a ready list.</summary>
    public bool IsLinked => ReadyIn is not null;

    internal bool IsExclusive => (Trigger & EpollTrigger.Exclusive) != EpollTrigger.None;

    internal ReadyList? ReadyIn { get; set; }

    internal EpollItem? NextReady { get; set; }

    internal EpollItem? PreviousReady { get; set; }

    internal EpollItem? NextWatcher { get; set; }

    internal EpollItem? PreviousWatcher { get; set; }
}
