namespace GmpSim.Machine;

/// <summary>One descriptor registered with one epoll instance (an epitem).</summary>
public sealed class EpollItem
{
    /// <summary>A registration to be; <see cref="EpollInstance.Add(KernelThread, EpollItem)"/> makes it real, and it can move on after a removal.</summary>
    public EpollItem(Pollable target, object tag, bool levelTriggered = false)
    {
        Target = target;
        LevelTriggered = levelTriggered;
        Tag = tag;
    }

    /// <summary>The instance it is registered with, or was last.</summary>
    public EpollInstance Epoll { get; internal set; } = null!;

    /// <summary>The descriptor that is watched.</summary>
    public Pollable Target { get; }

    /// <summary>Whether it is delivered as long as the descriptor is ready; otherwise (EPOLLET) once per callback batch.</summary>
    public bool LevelTriggered { get; }

    /// <summary>The user's data.</summary>
    public object Tag { get; }

    /// <summary>Whether the item is on the ready list.</summary>
    public bool Linked { get; internal set; }
}
