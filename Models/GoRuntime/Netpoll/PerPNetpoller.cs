using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>The article's mechanism: each P owns an epoll instance. No released Go works like this.</summary>
/// <remarks>
/// The article names the idea but not its rules; these are ours, chosen so that it works as well as it can:
/// a descriptor is registered with the P on which it was opened; when its goroutine parks on another P it is moved there
/// (DEL and ADD); an M polls its own P's instance only, without blocking when both queues are empty, blocked after
/// it has put its P on the idle stack. A P that is taken off the idle stack for new work goes to the M that sleeps in its
/// instance, which is broken out by its eventfd. An M whose P was taken meanwhile takes any idle P. When the
/// world starts again, a P in whose instance nobody sleeps any more gets an M like one that has work. Nobody
/// polls the instance of a busy P except that P and sysmon after 10 ms: readiness waits for its own P even while others idle.
/// Without <see cref="GoOptions.RebindOnMigrate"/> a connection stays where it was opened, and an instance knows only goroutines that parked on its
/// own P: an event for another is consumed and lost. Listeners are exempt, or the server would go deaf with the first migration.
/// </remarks>
public sealed class PerPNetpoller : Netpoller
{
    private readonly List<PollDesc> _registered = [];
    private PollInstance[] _instances = [];

    internal PerPNetpoller(GoProcess process)
        : base(process) => Grow(process.Options.Gomaxprocs);

    private protected override PollInstance[] AllInstances => _instances;

    internal override WorkerThread? BlockedPollerOf(Processor p)
    {
        var blocked = _instances[p.Id].Blocked;
        return blocked is { NextP: null } ? blocked : null;
    }

    /// <summary>The own P first: an M that took another would leave its own P's instance with nobody in it.</summary>
    internal override Processor? TakeIdleP(Processor? before) =>
        before is not null && Process.Sched.TryTakeIdle(before) ? before : Process.Sched.TakeIdleP();

    /// <summary>Ps that come get instances; what is registered with the instances of Ps that go is dealt over those that stay.</summary>
    internal override void Resize(WorkerThread m, int processors)
    {
        Grow(processors);
        foreach (var pd in _registered)
        {
            if (pd.IsClosing || pd.Instance is not { } from || from.Number < processors) continue;
            Move(m.Thread, pd, _instances[from.Number % processors]);
            if (pd.Waiter is not null) pd.ParkedOn = pd.Instance!.Number;
        }

        for (var gone = processors; gone < _instances.Length; gone++)
        {
            if (_instances[gone].Blocked is not null) Break(m.Thread, _instances[gone]);
        }
    }

    private protected override void BeforePark(WorkerThread m, PollDesc pd)
    {
        var here = InstanceOf(m.P!);
        if (ReferenceEquals(pd.Instance, here) || !Rebinds(pd)) return;
        Move(m.Thread, pd, here);
    }

    private protected override bool Loses(PollInstance instance, PollDesc pd) =>
        !Rebinds(pd) && pd.Waiter is not null && pd.ParkedOn != instance.Number;

    /// <summary>Nobody else would see what happens on this P's own instance.</summary>
    internal override bool NeedsPoller(Processor p) => IsUnwatched(p) || base.NeedsPoller(p);

    /// <summary>As after a stop of the world, if its M came back from the poller meanwhile and found no P; or when descriptors of a P that has gone were dealt to it.</summary>
    internal override bool IsUnwatched(Processor p) => _instances[p.Id] is { Waiters: > 0, Blocked: null };

    internal override bool HasUnwatched()
    {
        foreach (var p in Process.AllP)
        {
            if (IsUnwatched(p)) return true;
        }

        return false;
    }

    private protected override PollInstance InstanceOf(Processor p) => _instances[p.Id];

    private protected override void Register(KernelThread thread, PollDesc pd, PollInstance instance)
    {
        if (pd.Instance is null && !pd.IsListed) _registered.Add(pd);
        pd.IsListed = true;
        base.Register(thread, pd, instance);
    }

    private bool Rebinds(PollDesc pd) => Process.Options.RebindOnMigrate || pd.Descriptor is Listener;

    private void Grow(int count)
    {
        var before = _instances.Length;
        if (count <= before) return;
        Array.Resize(ref _instances, count);
        for (var p = before; p < count; p++) _instances[p] = new(p, Process.Host, Process.Account);
    }
}
