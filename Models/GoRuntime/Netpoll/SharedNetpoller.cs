namespace GmpSim.GoRuntime;

/// <summary>Real Go: one epoll instance for the process, and at most one M blocked in it.</summary>
/// <remarks>
/// netpoll_epoll.go: epfd is a package variable in every release from 1.1 on. An M polls without blocking when its
/// own and the global queue are empty; the last M to find nothing anywhere sleeps in epoll_wait, holding no P; what it
/// brings home goes to any idle P. While all Ps are busy nobody is blocked, and sysmon polls every 10 ms.
/// With <see cref="GoOptions.AnyMayWait"/> every M that finds nothing sleeps there: the herd.
/// </remarks>
public sealed class SharedNetpoller : Netpoller
{
    private readonly PollInstance[] _instance;

    internal SharedNetpoller(GoProcess process)
        : base(process) => _instance = [new(0, process.Host, process.Account)];

    private protected override PollInstance[] AllInstances => _instance;

    private protected override PollInstance InstanceOf(Processor p) => _instance[0];
}
