namespace GmpSim.Load;

/// <summary>How the event loops of a server wait.</summary>
/// <param name="Loops">How many, at least 1.</param>
/// <param name="MaxEvents">Events that one epoll_wait returns at most, at least 1.</param>
/// <param name="LocksThreads">Whether each goroutine is locked to its thread (runtime.LockOSThread).</param>
public sealed record EventLoopOptions(int Loops, int MaxEvents, bool LocksThreads);
