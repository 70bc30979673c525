using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>Timers on the heaps of the Ps (time.go): time.Sleep only, so far.</summary>
internal sealed class SleepTimers(GoProcess process)
{
    private long _order;

    /// <summary>timers.check: runs what is due on <paramref name="owner"/>'s heap; goroutines become runnable on the M that checks.</summary>
    /// <returns>When the next timer of that heap is due; <see cref="SimTime.MaxValue"/> for none.</returns>
    internal SimTime Run(WorkerThread m, Processor owner)
    {
        var timers = owner.Timers;
        while (timers.TryPeek(out var g, out var key))
        {
            if (key.When > m.Thread.LocalNow) return key.When;
            timers.Dequeue();
            m.Thread.Spend(process.Costs.Timer);
            process.Waker.Ready(m, g);
        }

        return SimTime.MaxValue;
    }

    /// <summary>Puts a sleeping goroutine on the heap of the P that runs it; the poller must wake in time for it.</summary>
    internal void Add(WorkerThread m, Goroutine g, SimTime when)
    {
        var timers = m.P!.Timers;
        var isEarliest = !timers.TryPeek(out _, out var first) || when < first.When;
        timers.Enqueue(g, (when, _order++));
        m.Thread.Spend(process.Costs.Timer);
        if (isEarliest || !process.Options.Rules.BreaksOnlyForEarliestTimer) process.Netpoller.WakeBefore(m.Thread, m.P!, when);
    }

    /// <summary>When the first timer of a P is due; <see cref="SimTime.MaxValue"/> for none.</summary>
    internal static SimTime EarliestOf(Processor p) => p.Timers.TryPeek(out _, out var key) ? key.When : SimTime.MaxValue;

    /// <summary>When the first timer of any P is due.</summary>
    internal SimTime EarliestOfAll()
    {
        var earliest = SimTime.MaxValue;
        foreach (var p in process.AllP)
        {
            if (p.Timers.TryPeek(out _, out var key)) earliest = SimTime.Min(earliest, key.When);
        }

        return earliest;
    }
}
