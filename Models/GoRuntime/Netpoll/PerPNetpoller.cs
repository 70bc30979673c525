namespace GmpSim.GoRuntime;

/// <summary>The article's mechanism: each P owns an epoll instance. No released Go works like this.</summary>
/// <remarks>
/// The article names the idea but not its rules; these are ours, chosen so that it works as well as it can:
/// a descriptor is registered with the P on which it was opened; when its goroutine parks on another P it is moved there
/// (DEL and ADD); an M polls its own P's instance only, without blocking when both queues are empty, blocked after
/// it has put its P on the idle stack. A P that is taken off the idle stack for new work goes to the M that sleeps in its
/// instance, which is broken out by its eventfd. An M whose P was taken meanwhile takes any idle P. Nobody
/// polls the instance of a busy P except that P and sysmon after 10 ms: readiness waits for its own P even while others idle.
/// </remarks>
public sealed class PerPNetpoller : Netpoller
{
    private readonly PollInstance[] _instances;

    internal PerPNetpoller(GoProcess process)
        : base(process)
    {
        _instances = new PollInstance[process.EveryP.Length];
        for (var p = 0; p < _instances.Length; p++) _instances[p] = new(process.Host, process.Account);
    }

    private protected override PollInstance[] AllInstances => _instances;

    internal override WorkerThread? BlockedPollerOf(Processor p)
    {
        var blocked = _instances[p.Id].Blocked;
        return blocked is { NextP: null } ? blocked : null;
    }

    /// <summary>The own P first: an M that took another would leave its own P's instance with nobody in it.</summary>
    internal override Processor? TakeIdleP(Processor before) =>
        Process.Sched.TryTakeIdle(before) ? before : Process.Sched.TakeIdleP();

    internal override void BeforePark(WorkerThread m, PollDesc pd)
    {
        var here = InstanceOf(m.P!);
        if (ReferenceEquals(pd.Instance, here)) return;
        pd.Instance!.Epoll.Remove(m.Thread, pd.Item);
        Open(m, pd);
    }

    /// <summary>Nobody else would see what happens on this P's own instance.</summary>
    internal override bool NeedsPoller(Processor p) => _instances[p.Id] is { Waiters: > 0, Blocked: null };

    private protected override PollInstance InstanceOf(Processor p) => _instances[p.Id];
}
