namespace GmpSim.Machine;

/// <summary>What a descriptor is ready for, as epoll reports it; also the key of a wake-up.</summary>
[Flags]
public enum PollMask
{
    /// <summary>Nothing; as the key of a wake-up a change of state, which concerns everybody.</summary>
    None = 0,

    /// <summary>EPOLLIN: data, a connection to accept, or a count to read.</summary>
    In = 1,

    /// <summary>EPOLLOUT: room to write.</summary>
    Out = 2,

    /// <summary>EPOLLRDHUP and EPOLLHUP: the peer has closed.</summary>
    Hangup = 4,

    /// <summary>EPOLLERR: the connection is broken.</summary>
    Error = 8,
}
