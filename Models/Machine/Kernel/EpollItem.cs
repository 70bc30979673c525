namespace GmpSim.Machine;

/// <summary>One descriptor registered with one epoll instance (an epitem).</summary>
public sealed class EpollItem
{
    internal EpollItem(EpollInstance epoll, Pollable target, bool levelTriggered, object tag)
    {
        Epoll = epoll;
        Target = target;
        LevelTriggered = levelTriggered;
        Tag = tag;
    }

    /// <summary>The instance it is registered with.</summary>
    public EpollInstance Epoll { get; }

    /// <summary>The descriptor that is watched.</summary>
    public Pollable Target { get; }

    /// <summary>Whether it is delivered as long as the descriptor is ready; otherwise (EPOLLET) once per callback batch.</summary>
    public bool LevelTriggered { get; }

    /// <summary>The user's data.</summary>
    public object Tag { get; }

    /// <summary>Whether the item is on the ready list.</summary>
    internal bool Linked { get; set; }
}
