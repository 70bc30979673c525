using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>What every M does: find a goroutine, run it, find the next (mstart, schedule, execute in proc.go).</summary>
internal sealed class Scheduler(GoProcess process)
{
    /// <summary>Cache lines that follow a goroutine to another core before it gets going there. Source: assumed from runtime2.go: four of the seven lines of a g (status,
    /// stack bounds, gobuf, waiting), two of its stack and one of its sudog.</summary>
    private const int LinesOfGoroutine = 7;

    /// <summary>mstart and schedule: the life of an M.</summary>
    internal async Process Run(WorkerThread m)
    {
        m.NoteWakeUp();
        m.Thread.SpendInRuntime(process.Costs.ThreadSetup);
        if (m.NextP is not null) Waker.AcquireNextP(m);
        while (true)
        {
            Goroutine g;
            if (m.LockedG is { } locked)
            {
                g = locked;
                await process.LockedThreads.StopLockedM(m);
            }
            else
            {
                g = await process.WorkFinder.FindRunnable(m);
                if (m.Spinning) process.Waker.ResetSpinning(m);
                if (m.MustWakeP) process.Waker.Wakep(m);
                m.MustWakeP = false;
                if (g.LockedM is not null)
                {
                    await process.LockedThreads.StartLockedM(m, g);
                    continue;
                }

                Execute(m, g);
            }

            var outcome = await g.Body.Run(m, g);
            m.Current = null;
            switch (outcome)
            {
                case RunOutcome.Parked: // whoever readies it knows it; another M may be running it already
                    if (m.P!.ThievesAtRunnext > 0) await m.Thread.Settle(); // see ThievesAtRunnext
                    break;

                case RunOutcome.Yielded: GoSched(m, g); break;
                case RunOutcome.Preempted: GoPreempt(m, g); break;
                case RunOutcome.LostP: await process.Waker.StopM(m); break;
                case RunOutcome.YieldedLocally: GoYield(m, g); break;

                case RunOutcome.Exited:
                    process.Exited(g);
                    if (m.LockedG is null) break;
                    await process.LockedThreads.ExitM(m);
                    return;

                default: throw new InvalidOperationException($"Goroutine {g.Id} left with outcome {outcome}.");
            }
        }
    }

    /// <summary>execute: runnable → running.</summary>
    internal void Execute(WorkerThread m, Goroutine g)
    {
        var p = m.P!;
        var thread = m.Thread;
        thread.SpendInRuntime(process.Costs.Switch);
        var core = (short)thread.Core.Number;
        if (g.LastCore >= 0 && g.LastCore != core) thread.PullLines(g.LastCore, LinesOfGoroutine);
        g.LastCore = core;
        thread.StoreLine(p.StatusLine);
        if (g.PollDesc is { } pd) thread.StoreLine(pd.Line);
        var now = thread.LocalNow;
        var counters = process.Counters;

        g.Status = GoroutineStatus.Running;
        g.PreemptRequested = false;
        if (!m.InheritTime || process.Options.Fault == GoFault.EveryRunIsASlice) p.SchedTick++;
        m.Current = g;
        p.LastCore = core;

        counters.Executions++;
        if (m.InheritTime) counters.InheritedExecutions++;
        counters.Runnable.Add(-1, process.Now);
        var waited = SimDuration.Max(now - g.RunnableSince, SimDuration.Zero);
        counters.SchedLatency.Record(waited);
        process.Metrics.Runs(g, waited);
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

        if (g.Clock is not { } clock) return;
        process.World.Attribute(clock, g.RunnableSince);
        GoProcess.EnterRunning(m, g, now);
    }

    /// <summary>gopreempt_m: as Gosched; from 1.26 on a goroutine that gives way to a stop of the world stays with its P, to go on right after it.</summary>
    private void GoPreempt(WorkerThread m, Goroutine g)
    {
        process.Counters.Preemptions++;
        if (!process.Sched.GcWaiting || !process.Options.Rules.StwKeepsRunnext)
        {
            GoSched(m, g);
            return;
        }

        BackToQueue(m, g, LatencyComponent.LocalQueue);
        process.Queues.Put(m, m.P!, g, next: true);
        process.Waker.Wakep(m);
    }

    /// <summary>goyield_m: to the tail of the own ring, waking nobody; a direct hand-over of a semaphore uses it. Every version.</summary>
    private void GoYield(WorkerThread m, Goroutine g)
    {
        BackToQueue(m, g, LatencyComponent.LocalQueue);
        process.Queues.Put(m, m.P!, g, next: false);
    }

    /// <summary>Gosched and gopreempt_m: to the tail of the global queue.</summary>
    private void GoSched(WorkerThread m, Goroutine g)
    {
        BackToQueue(m, g, LatencyComponent.GlobalQueue);
        process.Sched.Lock(m.Thread);
        process.Sched.GlobalPut(g);
        if (process.Options.Rules.WakesOnGosched) process.Waker.Wakep(m);
    }

    /// <summary>running → runnable.</summary>
    private void BackToQueue(WorkerThread m, Goroutine g, LatencyComponent queue)
    {
        GoProcess.LeaveRunning(m, g, queue, m.Thread.LocalNow);
        process.MarkRunnable(g, m.Thread.LocalNow, queue);
    }
}
