using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>The CPU quota of a group of processes (cfs_bandwidth): a pool that is filled once a period, from which cores take slices.</summary>
/// <remarks>
/// kernel/sched/fair.c: assign_cfs_rq_runtime, throttle_cfs_rq, return_cfs_rq_runtime, distribute_cfs_runtime, do_sched_cfs_period_timer,
/// do_sched_cfs_slack_timer. The period timer runs while somebody uses CPU time and stops after a period in which nobody did. The periods
/// of a group begin with its limit (the kernel adds a random offset from 6.3 on, so that many groups do not meet).
/// Left out: the time that the pool's lock and the walk over throttled cores take, groups within groups, and the throttling of single
/// threads at their return to user mode (from 6.18).
/// </remarks>
public sealed class CpuBandwidth : IEventReceiver
{
    private const byte PeriodEnd = 0;
    private const byte SlackDue = 1;
    private const byte LimitDue = 2;

    private readonly int _self;
    private readonly Simulation _simulation;
    private readonly KernelRules _rules;
    private readonly List<CoreBudget> _budgets = [];
    private readonly List<CoreBudget> _throttled = [];
    private readonly List<CpuQuota?> _limits = [];
    private CpuQuota? _quota;
    private SimTime _begin;
    private SimDuration _throttledTime;
    private int _generation;
    private bool _isPeriodTimed;
    private bool _isSlackTimed;
    private bool _isIdle;

    /// <summary>A group without a limit.</summary>
    /// <param name="simulation">The run.</param>
    /// <param name="rules">Which kernel it is.</param>
    /// <param name="slice">What a core takes at a time (sched_cfs_bandwidth_slice_us).</param>
    internal CpuBandwidth(Simulation simulation, KernelRules rules, SimDuration? slice = null)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentNullException.ThrowIfNull(rules);
        _simulation = simulation;
        _rules = rules;
        Slice = slice ?? DefaultSlice;
        _self = simulation.Register(this);
    }

    /// <summary>What a core takes at a time, unless the machine is set up otherwise. Source: sysctl_sched_cfs_bandwidth_slice.</summary>
    public static SimDuration DefaultSlice { get; } = SimDuration.FromMilliseconds(5);

    /// <inheritdoc/>
    public string Name => "cpu-bandwidth";

    /// <summary>What a core takes at a time.</summary>
    public SimDuration Slice { get; }

    /// <summary>CPU time of this period that no core has taken.</summary>
    public SimDuration Pool { get; private set; }

    /// <summary>Periods that ended while the timer ran, as in cpu.stat (nr_periods).</summary>
    public long Periods { get; private set; }

    /// <summary>Of <see cref="Periods"/>, those at whose end a core was throttled (nr_throttled).</summary>
    public long ThrottledPeriods { get; private set; }

    /// <summary>What a core gets that has just to be let go. Source: distribute_cfs_runtime.</summary>
    internal static SimDuration Crumb { get; } = SimDuration.FromNanoseconds(1);

    /// <summary>What a core keeps when its last thread of the group sleeps. Source: min_cfs_rq_runtime.</summary>
    internal static SimDuration Kept { get; } = SimDuration.FromMilliseconds(1);

    /// <summary>How long what cores gave back lies before it goes to throttled ones. Source: cfs_bandwidth_slack_period.</summary>
    private static SimDuration SlackDelay { get; } = SimDuration.FromMilliseconds(5);

    /// <summary>So shortly before the next period nothing is given out any more. Source: min_bandwidth_expiration.</summary>
    private static SimDuration TooLate { get; } = SimDuration.FromMilliseconds(2);

    /// <summary>Time for which cores held threads of the group back so far, summed over the cores (throttled_usec).</summary>
    public SimDuration ThrottledTime
    {
        get
        {
            var total = _throttledTime;
            foreach (var budget in _throttled) total += budget.HeldFor(_simulation.Now);
            return total;
        }
    }

    private long Period => _quota is { } quota ? (_simulation.Now - _begin).Picoseconds / quota.Period.Picoseconds : 0;

    private SimDuration UntilRefill => _quota is { } quota ? _begin + (quota.Period * (Period + 1)) - _simulation.Now : SimDuration.MaxValue;

    /// <inheritdoc/>
    public string CodeName(byte code) => code switch
    {
        PeriodEnd => "period-end",
        SlackDue => "slack-due",
        LimitDue => "limit-due",
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        switch (occurrence.Code)
        {
            case PeriodEnd: if (occurrence.Subject == _generation) OnPeriodEnd(); break;
            case SlackDue: if (occurrence.Subject == _generation) OnSlackDue(); break;
            case LimitDue: Limit(_limits[occurrence.Subject]); break;
            default: throw new InvalidOperationException($"{Name} got event code {occurrence.Code}.");
        }
    }

    /// <summary>Writes <c>cpu.max</c>: from now on this limit holds, or none. A period begins; what cores had taken is void, and nobody is throttled.</summary>
    public void Limit(CpuQuota? quota)
    {
        _quota = quota;
        _begin = _simulation.Now;
        _generation++;
        _isPeriodTimed = _isSlackTimed = _isIdle = false;
        Pool = quota?.PerPeriod ?? SimDuration.Zero;
        if (quota is not null) TimePeriods();
        foreach (var budget in _budgets) budget.Reset(_simulation.Now);
        while (_throttled.Count > 0) Unthrottle(0);
    }

    /// <summary>From an instant on, this limit holds, or none: as <see cref="Limit"/>, but at its time.</summary>
    public void LimitFrom(SimTime at, CpuQuota? quota)
    {
        if (at == _simulation.Now)
        {
            Limit(quota);
            return;
        }

        _limits.Add(quota);
        _simulation.Schedule(at, _self, LimitDue, _limits.Count - 1);
    }

    /// <summary>The group's budget on a core, by the core's number.</summary>
    internal CoreBudget BudgetOn(int core) => _budgets[core];

    /// <summary>The group's budget on the next core, in order of their numbers.</summary>
    internal CoreBudget NewBudget(IThrottledCore core)
    {
        var budget = new CoreBudget(this, core);
        _budgets.Add(budget);
        return budget;
    }

    /// <summary>__assign_cfs_rq_runtime: fills a core's budget up to <paramref name="target"/>, as far as the pool goes.</summary>
    /// <returns>Whether the core has CPU time.</returns>
    internal bool Assign(CoreBudget budget, SimDuration target)
    {
        var now = _simulation.Now;
        var wanted = target - budget.LeftAt(now);
        if (_quota is not null)
        {
            TimePeriods();
            wanted = SimDuration.Min(wanted, Pool);
            if (wanted > SimDuration.Zero) _isIdle = false;
            Pool -= wanted;
        }

        budget.Receive(wanted, Period);
        return budget.LeftAt(now) > SimDuration.Zero;
    }

    /// <summary>Whether what a core has left is of an earlier period and void: slices expired from Linux 4.18 to 5.3.</summary>
    internal bool HasExpired(CoreBudget budget) => _rules.SlicesOfQuotaExpire && budget.TakenInPeriod < Period;

    internal void AddThrottled(CoreBudget budget) => _throttled.Add(budget);

    internal void CountThrottled(SimDuration time) => _throttledTime += time;

    /// <summary>A core gives back what it does not use. If others are throttled they get it, but not at once (start_cfs_slack_bandwidth).</summary>
    internal void TakeBack(SimDuration time)
    {
        if (_quota is null) return;
        Pool += time;
        if (Pool <= Slice || _throttled.Count == 0 || _isSlackTimed || UntilRefill < SlackDelay + TooLate) return;
        _isSlackTimed = true;
        _simulation.ScheduleAfter(SlackDelay, _self, SlackDue, _generation);
    }

    /// <summary>start_cfs_bandwidth: the period timer runs on a grid, whenever it is started.</summary>
    private void TimePeriods()
    {
        if (_isPeriodTimed) return;
        _isPeriodTimed = true;
        _simulation.ScheduleAfter(UntilRefill, _self, PeriodEnd, _generation);
    }

    private void OnPeriodEnd()
    {
        var quota = _quota!.Value;
        var isThrottled = _throttled.Count > 0;
        Periods++;
        _isPeriodTimed = false;
        Pool = SimDuration.Min(Pool + quota.PerPeriod, quota.PerPeriod + quota.Burst);
        if (_isIdle && !isThrottled) return; // the timer stops until somebody takes a slice
        TimePeriods();
        _isIdle = !isThrottled;
        if (!isThrottled) return;
        ThrottledPeriods++;
        Distribute();
    }

    private void OnSlackDue()
    {
        _isSlackTimed = false;
        if (UntilRefill < TooLate || Pool <= Slice) return;
        Distribute();
    }

    /// <summary>distribute_cfs_runtime: throttled cores get what they owe and a nanosecond, those first that were throttled first.</summary>
    private void Distribute()
    {
        var i = 0;
        for (var left = _throttled.Count; left > 0 && Pool > SimDuration.Zero; left--)
        {
            var budget = _throttled[i];
            var grant = SimDuration.Min(Pool, Crumb - budget.LeftAt(_simulation.Now));
            Pool -= grant;
            budget.Receive(grant, Period);
            if (budget.LeftAt(_simulation.Now) > SimDuration.Zero) Unthrottle(i);
            else i++;
        }
    }

    private void Unthrottle(int index)
    {
        var budget = _throttled[index];
        _throttled.RemoveAt(index);
        budget.Unthrottle(_simulation.Now);
    }
}
