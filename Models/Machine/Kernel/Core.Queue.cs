using GmpSim.Engine;

namespace GmpSim.Machine;

/// <content>The threads that wait for the core: how they come, go on to another core, or get this one.</content>
public sealed partial class Core
{
    /// <summary>Threads waiting for this core.</summary>
    public int QueueLength => _class.Waiting.Count;

    /// <summary>Threads that want this core, the running one included.</summary>
    internal int Load => IsIdle ? 0 : QueueLength + 1;

    /// <summary>A thread comes to this core: its place among the others is settled.</summary>
    internal void Adopt(KernelThread thread, PlacementKind kind) => _class.Place(thread, kind);

    /// <summary>A thread wakes up that still stands in the queue of the core on which it fell asleep: it stays there.</summary>
    /// <returns>Whether it does; if not, it has left the queue meanwhile and goes where every woken thread does.</returns>
    internal bool Readmit(KernelThread thread) => _class.Rejoin(thread);

    /// <summary>Queues a thread that has been adopted behind the running one.</summary>
    internal void Enqueue(KernelThread thread)
    {
        thread.State = ThreadState.Runnable;
        thread.Core = this;
        AddWaiting(thread);
        if (!_switching && _current is not null) ArmSlice();
    }

    /// <summary>A thread that has been taken from another core's queue comes to this one.</summary>
    internal void TakeIn(KernelThread thread)
    {
        if (IsIdle)
        {
            LeaveIdleFor(thread, SimDuration.Zero, waker: this, work: _host.Costs.NewidlePull);
            return;
        }

        Enqueue(thread);
        CheckPreemption(thread, SimDuration.Zero, waker: null);
    }

    private void AddWaiting(KernelThread thread)
    {
        _class.Waiting.Add(thread);
        _host.WaitingThreads++;
        _host.Placement.KeepBalanced();
    }

    /// <summary>Takes the first waiting thread that may move to another core off the queue, if there is one.</summary>
    internal KernelThread? TakeMovable(Core target, bool evenIfHot)
    {
        if (FirstMovable(target, evenIfHot) is not { } thread) return null;
        _class.Leave(thread);
        _class.Waiting.Remove(thread);
        _host.WaitingThreads--;
        if (BudgetOf(thread) is { } budget) GiveBackIfLast(budget);
        target.Adopt(thread, PlacementKind.Moved);
        return thread;
    }

    /// <summary>Whether a waiting thread may move to another core.</summary>
    internal bool HasMovable(Core target, bool evenIfHot) => FirstMovable(target, evenIfHot) is not null;

    private KernelThread? FirstMovable(Core target, bool evenIfHot)
    {
        var coldBefore = _host.Simulation.Now - _host.Costs.MigrationCost;
        foreach (var thread in _class.Waiting)
        {
            if (thread.Allowed.Contains(target.Number) && (evenIfHot || thread.LastRan <= coldBefore) && !target.Throttles(thread)) return thread;
        }

        return null;
    }

    private KernelThread TakeNext()
    {
        var thread = _class.Best()!;
        _class.Waiting.Remove(thread);
        _host.WaitingThreads--;
        return thread;
    }
}
