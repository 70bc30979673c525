using GmpSim.Engine;

namespace GmpSim.Calibration.Live;

/// <summary>Threads that wait in epoll_wait: a server of kind <c>epoll-threads</c>.</summary>
public sealed record LiveEpollServer : LiveServer
{
    /// <summary>Threads that wait, at least 1.</summary>
    public required int Threads { get; init; }

    /// <summary>Whether each thread has an epoll instance of its own.</summary>
    public required bool InstanceForEach { get; init; }

    /// <summary>Whether every instance watches every descriptor; otherwise they are dealt.</summary>
    public required bool SharesDescriptors { get; init; }

    /// <summary>EPOLLET.</summary>
    public required bool EdgeTriggered { get; init; }

    /// <summary>EPOLLONESHOT; a thread arms the descriptor again when it has handled the event.</summary>
    public required bool Oneshot { get; init; }

    /// <summary>EPOLLEXCLUSIVE.</summary>
    public required bool Exclusive { get; init; }

    /// <summary>What is watched.</summary>
    public required LiveSourceKind Source { get; init; }

    /// <summary>How many of them.</summary>
    public int Descriptors { get; init; } = 1;

    /// <summary>Most events that one epoll_wait returns.</summary>
    public int MaxEvents { get; init; } = 128;

    /// <summary>CPU time between the return of epoll_wait and the read.</summary>
    public SimDuration ReadDelay { get; init; }

    /// <summary>Whether threads read what an event announces.</summary>
    public bool Reads { get; init; } = true;

    /// <summary>CPU time that a thread spends on what one read took.</summary>
    public required Distribution HandlerTime { get; init; }

    /// <summary>Whether each thread is bound to one of the CPUs that it may use, dealt in turn.</summary>
    public bool PerCpu { get; init; }

    /// <summary>Whether the last thread starts first.</summary>
    public bool StartsLastFirst { get; init; }
}
