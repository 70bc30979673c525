using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>CPU time that one core has taken from a group's quota and not used yet, and the group's threads that the core holds back when there is none (the runtime of a cfs_rq).</summary>
/// <remarks>
/// Time is deducted as it passes, but looked at only where the kernel calls update_curr: at ticks, and when a thread of the group comes to the
/// core or leaves it. So a core may use more than it has; the debt is paid out of a later period.
/// </remarks>
internal sealed class CoreBudget
{
    private readonly CpuBandwidth _group;
    private readonly IThrottledCore _core;
    private SimTime _since = SimTime.MaxValue;
    private SimTime _heldSince;
    private SimDuration _left;

    internal CoreBudget(CpuBandwidth group, IThrottledCore core)
    {
        _group = group;
        _core = core;
    }

    /// <summary>Whether the group's threads are held back on this core.</summary>
    internal bool IsThrottled { get; private set; }

    /// <summary>The threads held back, in order of arrival.</summary>
    internal List<KernelThread> Held { get; } = [];

    /// <summary>The period in which the core got CPU time last.</summary>
    internal long TakenInPeriod { get; private set; }

    /// <summary>What is left at an instant; negative for a debt.</summary>
    internal SimDuration LeftAt(SimTime now) => _since < now ? _left - (now - _since) : _left;

    /// <summary>A thread of the group begins to run here.</summary>
    internal void Start(SimTime now) => _since = now;

    /// <summary>The thread of the group that ran here does so no more, or is interrupted.</summary>
    internal void Stop(SimTime now)
    {
        _left = LeftAt(now);
        _since = SimTime.MaxValue;
    }

    /// <summary>A thread of the group used the core for something that <see cref="Start"/> does not see: the switch to it.</summary>
    internal void Use(SimDuration time) => _left -= time;

    /// <summary>The core holds up the running thread for this long, and not on the group's account: for the host of a virtual machine, or for an interrupt that the kernel keeps apart.</summary>
    internal void Postpone(SimDuration time) => _since += time;

    /// <summary>What is left is looked at; if it is nothing, the core takes a slice from the group (account_cfs_rq_runtime).</summary>
    /// <returns>Whether the group's threads may run here.</returns>
    internal bool Look(SimTime now)
    {
        if (IsThrottled) return false;
        return HasAny(now) || _group.Assign(this, _group.Slice);
    }

    /// <summary>Nothing is left here nor with the group: from now on its threads are held back here (throttle_cfs_rq).</summary>
    /// <returns>Whether it is so; the group may have been given something since it was looked at.</returns>
    internal bool Throttle()
    {
        if (IsThrottled || _group.Assign(this, CpuBandwidth.Crumb)) return IsThrottled;
        IsThrottled = true;
        _group.AddThrottled(this);
        return true;
    }

    /// <summary>No thread of the group is left on this core: all but a little goes back to the group (return_cfs_rq_runtime).</summary>
    internal void GiveBack(SimTime now)
    {
        var slack = LeftAt(now) - CpuBandwidth.Kept;
        if (slack <= SimDuration.Zero) return;
        _left -= slack;
        if (!_group.HasExpired(this)) _group.TakeBack(slack);
    }

    /// <summary>A thread is held back.</summary>
    internal void Hold(KernelThread thread, SimTime now)
    {
        if (Held.Count == 0) _heldSince = now;
        Held.Add(thread);
    }

    /// <summary>The group gives CPU time to this core.</summary>
    internal void Receive(SimDuration time, long period)
    {
        _left += time;
        TakenInPeriod = period;
    }

    /// <summary>The core has CPU time again, and lets go of what it held back.</summary>
    internal void Unthrottle(SimTime now)
    {
        IsThrottled = false;
        if (Held.Count > 0) _group.CountThrottled(now - _heldSince);
        _core.Unthrottle(this);
    }

    /// <summary>The group's limit has changed: the old budget is void (tg_set_cfs_bandwidth).</summary>
    internal void Reset(SimTime now)
    {
        var runs = _since != SimTime.MaxValue;
        _left = SimDuration.Zero;
        if (runs) _since = now;
    }

    /// <summary>Time for which threads have been held back so far and still are.</summary>
    internal SimDuration HeldFor(SimTime now) => IsThrottled && Held.Count > 0 ? now - _heldSince : SimDuration.Zero;

    private bool HasAny(SimTime now)
    {
        var left = LeftAt(now);
        if (left <= SimDuration.Zero) return false;
        if (!_group.HasExpired(this)) return true;
        _left -= left; // a slice of an earlier period is void
        return false;
    }
}
