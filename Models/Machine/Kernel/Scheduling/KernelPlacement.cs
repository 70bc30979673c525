using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>Where Linux puts threads (select_task_rq_fair).</summary>
/// <remarks>
/// <para>A woken thread: a target is chosen between the waker's core and the thread's previous one (wake_affine), then an idle core near the target (select_idle_sibling); without one the thread waits behind whatever runs on the
/// target. A new one goes to the idlest core of the machine.</para>
/// <para>Left out: wakers of very many partners, which do not pull (wake_wide); the pull of per-CPU threads of the kernel; load averages, for which the number of threads stands; the limit of the scan before 5.19 (SIS_PROP), where
/// the whole cache is scanned; the bound that a core's short idle times put on new-idle balancing.</para>
/// </remarks>
internal sealed class KernelPlacement : ThreadPlacement
{
    private readonly CacheDomain[] _domains;
    private readonly MachineTopology _topology;
    private readonly LoadBalancer[] _balancers;

    internal KernelPlacement(Host host)
        : base(host)
    {
        _topology = host.Hardware.Topology;
        var cpus = _topology.CoresPerLlc * _topology.ThreadsPerCore;
        _domains = new CacheDomain[_topology.LogicalCpus / cpus];
        for (var llc = 0; llc < _domains.Length; llc++) _domains[llc] = new(host, llc * cpus, cpus, _topology.ThreadsPerCore);
        _balancers = new LoadBalancer[_domains.Length > 1 ? _domains.Length + 1 : 1];
        for (var llc = 0; llc < _domains.Length; llc++) _balancers[llc] = new(host, $"balance/llc{llc}", [_domains[llc]], niceTries: 1);
        if (_domains.Length > 1) _balancers[^1] = new(host, "balance/machine", _domains, niceTries: 2);
    }

    internal override Core ForWoken(KernelThread thread, Core? waker, bool sync)
    {
        var previous = thread.Core;
        if (thread.Allowed.Count == 1 || !thread.Allowed.Contains(previous.Number)) previous = FirstAllowed(thread);
        if (thread.Allowed.Count == 1) return previous;
        return NearIdle(thread, previous, Target(thread, previous, waker, sync));
    }

    internal override Core ForNew(KernelThread thread, Core? creator)
    {
        var near = creator ?? Host.Cores[0];
        var home = DomainOf(near);
        foreach (var domain in _domains)
        {
            if (domain.IdleCpus > home.IdleCpus) home = domain;
        }

        return Idlest(thread, home.First, home.Count, home == DomainOf(near) ? near.Number : home.First, mustBeIdle: true)
            ?? Idlest(thread, 0, Host.Cores.Count, near.Number, mustBeIdle: false)!;
    }

    internal override KernelThread? PullFor(Core idle)
    {
        if (Host.WaitingThreads == 0) return null;
        var siblings = _topology.ThreadsPerCore;
        var domain = DomainOf(idle);
        return PullFrom(idle.Number / siblings * siblings, siblings, idle, evenIfHot: true)
            ?? PullFrom(domain.First, domain.Count, idle, evenIfHot: false)
            ?? (_domains.Length > 1 ? PullFrom(0, Host.Cores.Count, idle, evenIfHot: false) : null);
    }

    internal override void Turned(Core core) => DomainOf(core).Turned(core);

    internal override void KeepBalanced()
    {
        foreach (var balancer in _balancers) balancer.Start();
    }

    /// <summary>wake_affine: the core near which the thread is to run.</summary>
    private Core Target(KernelThread thread, Core previous, Core? waker, bool sync)
    {
        if (waker is null || waker == previous || !thread.Allowed.Contains(waker.Number)) return previous;
        if (waker.IsIdle && Shares(waker, previous)) return previous.IsIdle ? previous : waker;
        if (sync && waker.Load == 1) return waker;
        if (previous.IsIdle) return previous;
        return waker.Load < previous.Load ? waker : previous;
    }

    /// <summary>select_idle_sibling.</summary>
    private Core NearIdle(KernelThread thread, Core previous, Core target)
    {
        var recent = thread.RecentCore;
        thread.RecentCore = previous;
        if (target.IsIdle) return target;
        if (previous.IsIdle && Shares(previous, target)) return previous;
        if (recent is { IsIdle: true } && Shares(recent, target) && thread.Allowed.Contains(recent.Number)) return recent;
        var domain = DomainOf(target);
        if (domain.IdleCpus == 0) return target;
        if (domain.IdleCores == 0 && Shares(previous, target) && IdleSibling(thread, previous) is { } sibling) return sibling;
        return domain.Scan(thread, target, Host.Rules.ScansByUtilisation) ?? target;
    }

    private Core? IdleSibling(KernelThread thread, Core core)
    {
        var first = core.Number / _topology.ThreadsPerCore * _topology.ThreadsPerCore;
        for (var cpu = first; cpu < first + _topology.ThreadsPerCore; cpu++)
        {
            if (Host.Cores[cpu].IsIdle && thread.Allowed.Contains(cpu)) return Host.Cores[cpu];
        }

        return null;
    }

    /// <summary>The core that costs least to leave idle, the one that went idle last among those alike (sched_balance_find_dst_cpu); else the one with the fewest threads.</summary>
    private Core? Idlest(KernelThread thread, int first, int count, int from, bool mustBeIdle)
    {
        Core? best = null;
        var bestRank = (Load: int.MaxValue, Exit: SimDuration.MaxValue, Gap: SimDuration.MaxValue);
        for (var i = 0; i < count; i++)
        {
            var core = Host.Cores[first + ((from - first + i) % count)];
            if (!thread.Allowed.Contains(core.Number) || (mustBeIdle && !core.IsIdle)) continue;
            var load = core.IsIdle ? (DomainOf(core).IsCoreIdle(core) ? 0 : 1) : 1 + core.Load;
            var rank = core.IsIdle ? (load, Host.IdleExit(core), core.IdleGap) : (load, SimDuration.Zero, SimDuration.Zero);
            if (best is not null && rank.CompareTo(bestRank) >= 0) continue;
            best = core;
            bestRank = rank;
        }

        return best;
    }

    private KernelThread? PullFrom(int first, int count, Core idle, bool evenIfHot) =>
        LoadBalancer.Busiest(Host, first, count, idle, evenIfHot)?.TakeMovable(idle, evenIfHot);

    private Core FirstAllowed(KernelThread thread)
    {
        var cpu = 0;
        while (!thread.Allowed.Contains(cpu)) cpu++;
        return Host.Cores[cpu];
    }

    private bool Shares(Core left, Core right) => DomainOf(left) == DomainOf(right);

    private CacheDomain DomainOf(Core core) => _domains[_topology.LlcOf(core.Number)];
}
