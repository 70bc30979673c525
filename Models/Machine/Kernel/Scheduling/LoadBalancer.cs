using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>Periodic load balancing of the CPUs of one domain: those under a last-level cache, or all (sched_balance_rq).</summary>
/// <remarks>
/// <para>At a tick, every n ms for a domain of n CPUs, 16 times as rarely while none of them is idle, and up to twice as rarely while it finds nothing to do: each idle CPU takes a waiting thread from the busiest one (nohz idle balance); with
/// none idle, one thread moves from the busiest to the least busy, if they are two threads apart and by more than 17 %. A thread that ran within <c>kernel.migration_cost</c> stays where it is, until that has failed more often than
/// cache_nice_tries. Nothing happens, and no event is pending, while no thread waits.</para>
/// <para>Left out: load by weight, groups between cache and machine, the tolerance for imbalance between NUMA nodes.</para>
/// </remarks>
internal sealed class LoadBalancer : IEventReceiver
{
    /// <summary>How much more rarely busy CPUs balance. Source: sd_init, busy_factor.</summary>
    private const int BusyFactor = 16;

    /// <summary>Load of the busiest in percent of the least busy that is still balanced. Source: sd_init, imbalance_pct.</summary>
    private const int ImbalancePercent = 117;

    private readonly Host _host;
    private readonly CacheDomain[] _domains;
    private readonly int _first;
    private readonly int _count;
    private readonly int _niceTries;
    private readonly int _self;
    private SimTime _due = SimTime.MaxValue;
    private SimTime _last;
    private SimDuration _interval;
    private int _failures;

    internal LoadBalancer(Host host, string name, CacheDomain[] domains, int niceTries)
    {
        _host = host;
        _domains = domains;
        _first = domains[0].First;
        _count = domains.Sum(domain => domain.Count);
        _niceTries = niceTries;
        _interval = SimDuration.FromMilliseconds(_count);
        Name = name;
        _self = host.Simulation.Register(this);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string CodeName(byte code) => "balance";

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        if (_host.Simulation.Now != _due) return;
        _due = SimTime.MaxValue;
        _last = _host.Simulation.Now;
        if (_host.WaitingThreads == 0) return;
        if (_domains.Length == 1) _domains[0].Balanced();
        Balance();
        Start();
    }

    /// <summary>A thread waits somewhere, or a core has gone idle: the domain is balanced when its time has come.</summary>
    internal void Start()
    {
        if (_host.WaitingThreads == 0) return;
        var interval = HasIdle() ? _interval : _interval * BusyFactor;
        var earliest = SimTime.Max(_host.Simulation.Now + SimDuration.FromPicoseconds(1), _last + interval);
        var at = _host.TickFrom(earliest);
        if (_due <= at) return;
        _due = at;
        _host.Simulation.Schedule(at, _self, 0);
    }

    /// <summary>The CPU of a domain with the most threads that has one waiting which may come; the first after the target, if there are several.</summary>
    internal static Core? Busiest(Host host, int first, int count, Core target, bool evenIfHot)
    {
        Core? busiest = null;
        for (var i = 1; i <= count; i++)
        {
            var core = host.Cores[first + ((target.Number - first + i) % count)];
            if (core.QueueLength == 0 || core == target || (busiest is not null && core.Load <= busiest.Load)) continue;
            if (core.HasMovable(target, evenIfHot)) busiest = core;
        }

        return busiest;
    }

    private void Balance()
    {
        var evenIfHot = _failures > _niceTries;
        var hasMoved = false;
        var hasFailed = false;
        for (var cpu = _first; cpu < _first + _count && _host.WaitingThreads > 0; cpu++)
        {
            if (_host.Cores[cpu].IsIdle) MoveTo(_host.Cores[cpu]);
        }

        if (!hasMoved && !HasIdle()) MoveTo(LeastLoaded());
        _failures = hasMoved || !hasFailed ? 0 : _failures + 1;
        var usual = SimDuration.FromMilliseconds(_count);
        _interval = hasMoved ? usual : SimDuration.Min(_interval * 2, usual * 2);

        void MoveTo(Core target)
        {
            if (Busiest(_host, _first, _count, target, evenIfHot) is { } busiest && IsWorthIt(busiest, target))
            {
                target.TakeIn(busiest.TakeMovable(target, evenIfHot)!);
                hasMoved = true;
            }
            else if (!evenIfHot && Busiest(_host, _first, _count, target, evenIfHot: true) is { } hot && IsWorthIt(hot, target))
            {
                hasFailed = true;
            }
        }
    }

    private static bool IsWorthIt(Core busiest, Core target) => busiest.Load >= target.Load + 2 && busiest.Load * 100 > target.Load * ImbalancePercent;

    private bool HasIdle()
    {
        foreach (var domain in _domains)
        {
            if (domain.IdleCpus > 0) return true;
        }

        return false;
    }

    private Core LeastLoaded()
    {
        var least = _host.Cores[_first];
        for (var cpu = _first + 1; cpu < _first + _count; cpu++)
        {
            if (_host.Cores[cpu].Load < least.Load) least = _host.Cores[cpu];
        }

        return least;
    }
}
