using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.Load;

/// <summary>How the threads of an <c>epoll-threads</c> server wait and what they do with an event.</summary>
public sealed record EpollServerOptions
{
    /// <summary>Whether each thread has an epoll instance of its own; if not, all share one.</summary>
    public required bool InstanceForEach { get; init; }

    /// <summary>Whether every instance watches every descriptor; if not, the n-th instance watches every n-th.</summary>
    public required bool SharesDescriptors { get; init; }

    /// <summary>How descriptors are registered.</summary>
    public required EpollTrigger Trigger { get; init; }

    /// <summary>Most events that one epoll_wait returns, at least 1.</summary>
    public required int MaxEvents { get; init; }

    /// <summary>CPU time between the return of epoll_wait and the read of each descriptor.</summary>
    public required SimDuration ReadDelay { get; init; }

    /// <summary>Whether threads read what an event announces; if not, an event stands for all signals so far.</summary>
    public required bool Reads { get; init; }

    /// <summary>Whether the last thread starts first.</summary>
    public required bool StartsLastFirst { get; init; }
}
