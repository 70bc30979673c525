namespace GmpSim.Machine;

/// <summary>How a registration behaves; level-triggered and shared without any of these.</summary>
[Flags]
public enum EpollTrigger
{
    /// <summary>Level-triggered: delivered as long as the descriptor is ready when it is harvested.</summary>
    None = 0,

    /// <summary>EPOLLET: delivered once for each batch of callbacks.</summary>
    EdgeTriggered = 1,

    /// <summary>EPOLLONESHOT: disarmed by a delivery until EPOLL_CTL_MOD arms it again.</summary>
    OneShot = 2,

    /// <summary>EPOLLEXCLUSIVE: of the instances that watch a descriptor exclusively, one is told of an event that somebody there waits for.</summary>
    Exclusive = 4,
}
