using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>What every M does: find a goroutine, run it, find the next (mstart, schedule, execute in proc.go).</summary>
internal sealed class Scheduler(GoProcess process)
{
    /// <summary>mstart and schedule: the life of an M.</summary>
    internal async Process Run(WorkerThread m)
    {
        m.Thread.Spend(process.Costs.ThreadSetup);
        if (m.NextP is not null) Waker.AcquireNextP(m);
        while (true)
        {
            var g = await process.WorkFinder.FindRunnable(m);
            if (m.Spinning) process.Waker.ResetSpinning(m);
            Execute(m, g);
            var outcome = await g.Body.Run(m, g);
            m.Current = null;
            switch (outcome)
            {
                case RunOutcome.Parked: break; // whoever readies it knows it; another M may be running it already
                case RunOutcome.Yielded: GoSched(m, g); break;
                case RunOutcome.YieldedLocally: GoYield(m, g); break;
                case RunOutcome.Preempted: process.Counters.Preemptions++; GoSched(m, g); break;
                case RunOutcome.Exited: process.Exited(g); break;
                default: throw new InvalidOperationException($"Goroutine {g.Id} left with outcome {outcome}.");
            }
        }
    }

    /// <summary>execute: runnable → running.</summary>
    private void Execute(WorkerThread m, Goroutine g)
    {
        var p = m.P!;
        var thread = m.Thread;
        thread.Spend(process.Costs.Switch);
        var now = thread.LocalNow;
        var counters = process.Counters;

        g.Status = GoroutineStatus.Running;
        g.PreemptRequested = false;
        if (!m.InheritTime || process.Options.Fault == GoFault.EveryRunIsASlice) p.SchedTick++;
        m.Current = g;
        p.LastCore = thread.Core.Number;

        counters.Executions++;
        counters.Runnable.Add(-1, process.Now);
        counters.SchedLatency.Record(SimDuration.Max(now - g.RunnableSince, SimDuration.Zero));
        if (g.LastP != p.Id)
        {
            if (g.LastP >= 0) counters.Migrations++;
            g.LastP = p.Id;
        }

        if (g.PollDesc is not null) Netpoller.Finish(g);
        if (g.WokenByNetpoll)
        {
            g.WokenByNetpoll = false;
            counters.SkewByP[p.Id].Record(SimDuration.Max(now - g.FdReadyAt, SimDuration.Zero));
        }

        g.CoreWaitAtStart = thread.CoreWait;
        g.Clock?.Enter(LatencyComponent.Running, now);
    }

    /// <summary>goyield_m: to the tail of the own ring, waking nobody; a direct hand-over of a semaphore uses it. Every version.</summary>
    private void GoYield(WorkerThread m, Goroutine g)
    {
        process.MarkRunnable(g, m.Thread.LocalNow, LatencyComponent.LocalQueue);
        process.Queues.Put(m, m.P!, g, next: false);
    }

    /// <summary>Gosched and gopreempt_m: to the tail of the global queue.</summary>
    private void GoSched(WorkerThread m, Goroutine g)
    {
        process.MarkRunnable(g, m.Thread.LocalNow, LatencyComponent.GlobalQueue);
        process.Sched.Lock(m.Thread);
        process.Sched.GlobalPut(g);
        if (process.Options.Rules.WakesOnGosched) process.Waker.Wakep(m);
    }
}
