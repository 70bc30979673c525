using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>findRunnable (proc.go): where an M gets its next goroutine, in Go's order. Sleeps until there is one.</summary>
/// <remarks>
/// The numbers of the steps are those of docs/models/go-runtime.md. Not modelled yet: stop-the-world, safe-point
/// functions, trace reader, GC workers, finalizers and cleanups (steps 1, 2, 4, 5, 7, 13).
/// </remarks>
internal sealed class WorkFinder(GoProcess process)
{
    /// <summary>Every how many schedticks the global queue comes first. Source: findRunnable, every Go version.</summary>
    private const uint FairnessPeriod = 61;

    internal async Process<Goroutine> FindRunnable(WorkerThread m)
    {
        var sched = process.Sched;
        var rules = process.Options.Rules;
        var poller = process.Netpoller;

        if (m.P is null && await PollWithoutP(m, before: null, wasSpinning: false) is { } sent) return Found(m, sent);

        while (true)
        {
            // 3. Own timers that are due make goroutines runnable here.
            var p = m.P!;
            process.Timers.Check(m, p, out var pollUntil);

            // 6. Now and then the global queue first, or two goroutines that ready each other could keep it waiting for ever.
            if (process.Options.FairnessTick && p.SchedTick % FairnessPeriod == 0 && sched.GlobalLength > 0)
            {
                sched.Lock(m.Thread);
                if (sched.GlobalGet() is { } fair) return Found(m, fair);
            }

            // 9. The local queue: runnext, then the ring.
            if (RunQueues.Get(p, out var inheritTime) is { } local)
            {
                m.InheritTime = inheritTime;
                return local;
            }

            // 10. The global queue.
            if (sched.GlobalLength > 0)
            {
                sched.Lock(m.Thread);
                if (process.Queues.GetGlobalBatch(p) is { } global) return Found(m, global);
            }

            // 11. The network, without blocking.
            if (poller.ShouldPoll(p))
            {
                await poller.Poll(m, p);
                if (TakeHarvest(m) is { } polled) return Found(m, polled);
            }

            // 12. Other Ps, unless half of the busy ones have a searcher already. Without stealing only for their timers.
            if (MaySearch(m))
            {
                if (process.Options.Spinning && !m.Spinning) process.Waker.BecomeSpinning(m);
                var stolen = await process.Stealing.Steal(m, p);
                if (stolen is not null) return Found(m, stolen);
                pollUntil = SimTime.Min(pollUntil, process.Timers.EarliestOfAll());
            }

            // 16. Nothing found: give up the P, after one more look under the lock.
            sched.Lock(m.Thread);
            await m.Thread.Settle();
            if (sched.GlobalLength > 0)
            {
                if (process.Queues.GetGlobalBatch(p) is { } late) return Found(m, late);
            }

            if (p.RingLength > 0) continue; // placed there from outside in the meantime (tasks on a random P)
            if (!m.Spinning && sched.NeedSpinning)
            {
                process.Waker.BecomeSpinning(m);
                continue;
            }

            Waker.ReleaseP(m);
            sched.PutIdle(p);

            // 17. Whoever submitted work while this M was spinning relied on it and woke nobody: stop, then look again.
            var wasSpinning = m.Spinning;
            if (wasSpinning) process.Waker.StopSpinning(m);
            if ((wasSpinning || !rules.RechecksOnlyIfSpinning || !process.Options.Spinning) && process.Options.Fault != GoFault.NoRecheck)
            {
                await m.Thread.Settle();
                if (LookOnceMore(m, p) is { } found) return Found(m, found);
                if (m.P is not null) continue;
                pollUntil = SimTime.Min(pollUntil, process.Timers.EarliestOfAll());
            }

            // 18. Become the blocked poller, without a P; 20. or sleep until somebody hands over a P.
            if (!poller.TryBecomeBlockedPoller(m, p, pollUntil))
            {
                // 19. Somebody else sleeps in the poller, perhaps longer than this M's timers allow.
                if (pollUntil != SimTime.MaxValue) poller.WakeBefore(m, p, pollUntil);
                await process.Waker.StopM(m);
            }

            if (m.P is null && await PollWithoutP(m, p, wasSpinning) is { } readied) return Found(m, readied);
        }
    }

    /// <summary>Sleeps in the poller, and afterwards until there is a P: for who becomes the blocked poller, or was sent to be one.</summary>
    /// <returns>A goroutine that the network brought, if any; the M has a P in any case.</returns>
    private async Process<Goroutine?> PollWithoutP(WorkerThread m, Processor? before, bool wasSpinning)
    {
        var poller = process.Netpoller;
        while (m.P is null)
        {
            if (m.PollsOn is null)
            {
                await process.Waker.StopM(m);
                continue;
            }

            await poller.PollBlocked(m);
            if (m.P is not null || poller.TryTakeP(m, before))
            {
                if (TakeHarvest(m) is { } readied) return readied;
                if (wasSpinning && !m.Spinning && process.Options.Spinning) process.Waker.BecomeSpinning(m);
                return null;
            }

            process.Waker.InjectWithoutP(m.Thread, m.Harvested);
        }

        return null;
    }

    /// <summary>
    /// The delicate dance, without a P: every source once more. For work in another P's queue the M only gets a P and
    /// begins anew as a searcher; a goroutine of the global queue is returned.
    /// </summary>
    private Goroutine? LookOnceMore(WorkerThread m, Processor before)
    {
        var sched = process.Sched;
        var poller = process.Netpoller;
        Goroutine? found = null;
        if (process.Options.Rules.RechecksGlobalQueue && sched.GlobalLength > 0 && poller.TryTakeP(m, before))
        {
            sched.Lock(m.Thread);
            found = process.Queues.GetGlobalBatch(m.P!);
        }

        if (m.P is null && process.Options.Steal && process.Stealing.AnyQueueHasWork()) poller.TryTakeP(m, before);
        if (m.P is not null && process.Options.Spinning) process.Waker.BecomeSpinning(m);
        return found;
    }

    private static Goroutine Found(WorkerThread m, Goroutine g)
    {
        m.InheritTime = false;
        return g;
    }

    private bool MaySearch(WorkerThread m)
    {
        if (m.Spinning || !process.Options.Spinning) return true;
        return 2 * process.Sched.Spinning < process.Options.Gomaxprocs - process.Sched.IdlePs;
    }

    /// <summary>Of what a netpoll brought, the last event's goroutine runs here; the others are injected.</summary>
    private Goroutine? TakeHarvest(WorkerThread m)
    {
        var list = m.Harvested;
        if (list.Count == 0) return null;
        var first = list[^1];
        list.RemoveAt(list.Count - 1);
        process.MarkRunnable(first, m.Thread.LocalNow, LatencyComponent.LocalQueue);
        process.Waker.Inject(m, list);
        return first;
    }
}
