using GmpSim.Engine;

namespace GmpSim.Machine;

/// <content>What the core does for groups of processes with a CPU quota: it looks whether there is time left where the kernel does, and holds their threads back when there is none.</content>
public sealed partial class Core : IThrottledCore
{
    private SimTime _quotaLook = SimTime.MaxValue; // the earliest look that is pending; it sees to the others

    /// <inheritdoc/>
    void IThrottledCore.Unthrottle(CoreBudget budget)
    {
        foreach (var thread in budget.Held)
        {
            Adopt(thread, PlacementKind.Moved);
            Enqueue(thread);
        }

        budget.Held.Clear();
        if (IsIdle && _class.Waiting.Count > 0) LeaveIdleFor(TakeNext(), SimDuration.Zero, waker: this);
    }

    /// <summary>A thread comes to this core. If its group has no CPU time left here, it is held back (check_enqueue_throttle).</summary>
    internal bool HoldsBack(KernelThread thread)
    {
        if (BudgetOf(thread) is not { } budget) return false;
        var now = _host.Simulation.Now;
        if (_current is { } current && ReferenceEquals(BudgetOf(current), budget))
        {
            if (!_switching && budget.LeftAt(now) <= SimDuration.Zero) LookAt(now); // update_curr: the group is taken off at the next chance
            return false;
        }

        if (!budget.Look(now)) Throttle(budget);
        if (budget.IsThrottled) Hold(thread, budget);
        return budget.IsThrottled;
    }

    /// <summary>Whether the group of a thread is throttled here: then it is not pulled here either (throttled_lb_pair).</summary>
    internal bool Throttles(KernelThread thread) => BudgetOf(thread) is { IsThrottled: true };

    private CoreBudget? BudgetOf(KernelThread thread) => thread.Account.Bandwidth?.BudgetOn(Number);

    private void Hold(KernelThread thread, CoreBudget budget)
    {
        thread.State = ThreadState.Runnable;
        thread.Core = this;
        budget.Hold(thread, _host.Simulation.Now);
    }

    /// <summary>A thread has got the core.</summary>
    /// <returns>Whether it may run; if not, it is held back and the core has gone on to another.</returns>
    private bool BeginQuota(KernelThread thread)
    {
        if (BudgetOf(thread) is not { } budget) return true;
        var now = _host.Simulation.Now;
        budget.Use(_switchWork);
        if (!budget.Look(now)) Throttle(budget);
        if (budget.IsThrottled)
        {
            Hold(thread, budget);
            Release(thread);
            return false;
        }

        budget.Start(now);
        LookWhenUsedUp(budget);
        return true;
    }

    /// <summary>A thread has left the core, to sleep or for another one (dequeue_entity, put_prev_entity).</summary>
    private void EndQuota(KernelThread thread)
    {
        if (BudgetOf(thread) is not { } budget) return;
        var now = _host.Simulation.Now;
        budget.Stop(now + InterruptLeft);
        if (!budget.Look(now)) Throttle(budget);
        GiveBackIfLast(budget);
    }

    /// <summary>What a group that has no thread here any more does not need.</summary>
    private void GiveBackIfLast(CoreBudget budget)
    {
        if (budget.IsThrottled || (_current is not null && ReferenceEquals(BudgetOf(_current), budget))) return;
        foreach (var thread in _class.Waiting)
        {
            if (ReferenceEquals(BudgetOf(thread), budget)) return;
        }

        budget.GiveBack(_host.Simulation.Now);
    }

    /// <summary>While the group runs on, the kernel notices at a tick that its budget is used up (task_tick_fair).</summary>
    private void LookWhenUsedUp(CoreBudget budget)
    {
        var now = _host.Simulation.Now;
        LookAt(_host.TickFrom(now + SimDuration.Max(SimDuration.Zero, budget.LeftAt(now))));
    }

    private void LookAt(SimTime at)
    {
        if (_quotaLook <= at) return;
        _quotaLook = at;
        _host.Simulation.Schedule(at, _self, QuotaLook);
    }

    private void OnQuotaLook()
    {
        var now = _host.Simulation.Now;
        if (now != _quotaLook) return;
        _quotaLook = SimTime.MaxValue;
        if (_current is not { } thread || _switching || BudgetOf(thread) is not { } budget) return;
        if (budget.Look(now))
        {
            LookWhenUsedUp(budget);
        }
        else if (_burstEnd == now)
        {
            OnBurstEnd(); // what ends at this instant comes first: the thread may be going to sleep
            LookAt(now);
        }
        else
        {
            Throttle(budget);
            TakeOff(thread, budget);
        }
    }

    /// <summary>Throttles the group here, unless it has been given something meanwhile: none of its threads waits for this core any more.</summary>
    private void Throttle(CoreBudget budget)
    {
        if (!budget.Throttle()) return;
        foreach (var thread in _class.Waiting)
        {
            if (ReferenceEquals(BudgetOf(thread), budget)) _class.Leave(thread);
        }

        var kept = 0;
        for (var i = 0; i < _class.Waiting.Count; i++)
        {
            var thread = _class.Waiting[i];
            if (ReferenceEquals(BudgetOf(thread), budget)) Hold(thread, budget);
            else _class.Waiting[kept++] = thread;
        }

        _host.WaitingThreads -= _class.Waiting.Count - kept;
        _class.Waiting.RemoveRange(kept, _class.Waiting.Count - kept);
    }

    /// <summary>The running thread's group has been throttled: it loses the core in the middle of its burst.</summary>
    private void TakeOff(KernelThread thread, CoreBudget budget)
    {
        StopBurst(thread);
        thread.RunnableSince = _host.Simulation.Now;
        _host.Preemptions++;
        Hold(thread, budget);
        Release(thread);
    }
}
