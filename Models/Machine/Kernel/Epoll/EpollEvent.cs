namespace GmpSim.Machine;

/// <summary>One event that epoll_wait returned.</summary>
/// <param name="Item">The registration.</param>
/// <param name="Mask">What the descriptor was ready for when it was harvested.</param>
public readonly record struct EpollEvent(EpollItem Item, PollMask Mask);
