using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>findRunnable (proc.go): where an M gets its next goroutine, in Go's order. Sleeps until there is one.</summary>
/// <remarks>
/// The numbers of the steps are those of docs/models/go-runtime.md. Not modelled: trace reader, finalizers and
/// cleanups (steps 4 and 7).
/// </remarks>
internal sealed class WorkFinder(GoProcess process)
{
    /// <summary>Every how many schedticks the global queue comes first. Source: findRunnable, every Go version.</summary>
    private const uint FairnessPeriod = 61;

    private static readonly SimDuration s_moment = SimDuration.FromMicroseconds(1);

    internal async Process<Goroutine> FindRunnable(WorkerThread m)
    {
        var sched = process.Sched;
        var rules = process.Options.Rules;
        var poller = process.Netpoller;

        // Up to 1.18 steps 4 to 6 stood in schedule, so an M passed them once and not again when findrunnable began anew.
        for (var fromSchedule = true; ; fromSchedule = rules.FindRunnableIsUnified)
        {
            // Only where the netpoller sends parked Ms to watch an instance: there is no P yet.
            if (m.P is null && await PollWithoutP(m, before: null, wasSpinning: false) is { } sent) return Found(m, sent);

            // 1. The world stops here.
            while (sched.GcWaiting && m.P is not null) await process.World.GcStopM(m);
            if (m.P is null) continue;

            // 2. What somebody wants run on every P.
            if (m.P!.MustRunSafePoint) process.SafePoints.Run(m.Thread, m.P!);

            // 3. Own timers that are due make goroutines runnable here.
            var p = m.P!;
            process.Timers.Check(m, p, out var pollUntil);

            // 5. A mark worker, before anything of the program. Up to 1.18 a woken M had to run a goroutine first.
            if (process.Gc is { } gc)
            {
                if (!gc.IsMarking) gc.Workers.Release(p);
                else if (fromSchedule && gc.Workers.Find(m, p) is { } worker) return Found(m, worker);
            }

            // 6. Now and then the global queue first, or two goroutines that ready each other could keep it waiting for ever.
            if (fromSchedule && process.Options.FairnessTick && p.SchedTick % FairnessPeriod == 0 && sched.GlobalLength > 0)
            {
                sched.Lock(m.Thread);
                if (sched.GlobalGet() is { } fair) return Found(m, fair);
            }

            // 9. The local queue: runnext, then the ring.
            if (RunQueues.Get(m.Thread, p, out var inheritTime) is { } local) return Found(m, local, inheritTime);

            // 10. The global queue.
            sched.Look(m.Thread);
            if (sched.GlobalLength > 0)
            {
                sched.Lock(m.Thread);
                if (process.Queues.GetGlobalBatch(p) is { } global) return Found(m, global);
            }

            // 11. The network, without blocking.
            poller.Look(m);
            if (poller.ShouldPoll(p))
            {
                await poller.Poll(m, p);
                if (await TakeHarvest(m) is { } polled) return Found(m, polled);
            }

            // 12. Other Ps, unless half of the busy ones have a searcher already.
            if (MaySearch(m))
            {
                if (process.Options.Spinning && !m.Spinning) process.Waker.BecomeSpinning(m);
                var search = await process.Stealing.Steal(m, p);
                if (search.Goroutine is { } stolen) return Found(m, stolen, search.InheritTime);
                if (search.NewWork) continue; // timers have run, and may have done anything; or the world is to stop
                pollUntil = SimTime.Min(pollUntil, search.PollUntil);
            }

            // 13. Nothing to do but mark.
            if (process.Gc is { IsMarking: true } marking && marking.Workers.FindForIdle(m, p) is { } idleWorker) return Found(m, idleWorker);

            // 16. Nothing found: give up the P, after one more look under the lock.
            sched.Lock(m.Thread);
            await m.Thread.Settle();
            if (sched.GcWaiting || p.MustRunSafePoint) continue;
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
            sched.ChangeMask(m.Thread);

            // 17. Whoever submitted work while this M was spinning relied on it and woke nobody: stop, then look again.
            var wasSpinning = m.Spinning;
            if (wasSpinning) process.Waker.StopSpinning(m);
            if ((wasSpinning || !rules.RechecksOnlyIfSpinning || !process.Options.Spinning) && process.Options.Fault != GoFault.NoRecheck)
            {
                await m.Thread.Settle();
                if (LookOnceMore(m, p, wasSpinning) is { } found) return Found(m, found);
                if (m.P is not null)
                {
                    if (!wasSpinning) await LetOthersRun(m);
                    continue;
                }

                if (rules.RechecksTimers) pollUntil = SimTime.Min(pollUntil, process.Timers.EarliestOfAll());
            }

            // 18. Become the blocked poller, without a P; 20. or sleep until somebody hands over a P.
            if (!poller.TryBecomeBlockedPoller(m, p, pollUntil))
            {
                // 19. Somebody else sleeps in the poller, perhaps longer than this M's timers allow.
                if (pollUntil != SimTime.MaxValue) poller.WakeBefore(m.Thread, p, pollUntil);
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
            var wasGivenP = m.P is not null; // only where Ms are tied to the instances of Ps: somebody had work for an idle P
            if (wasGivenP || poller.TryTakeP(m, before))
            {
                if (await TakeHarvest(m) is { } readied)
                {
                    if (wasGivenP) process.Waker.Wakep(m); // it comes back with work of its own: another has to look for the other
                    return readied;
                }

                if (wasSpinning && !m.Spinning && process.Options.Spinning) process.Waker.BecomeSpinning(m);
                return null;
            }

            process.Waker.InjectWithoutP(m.Thread, m.Harvested);
        }

        return null;
    }

    /// <summary>
    /// The delicate dance, without a P: every source once more. For work in another P's queue the M only gets a P and
    /// begins anew, as a searcher if it was one; a goroutine of the global queue is returned.
    /// </summary>
    /// <remarks>
    /// Ps that are idle now are passed over; Go passes over those that were idle just before this M gave up its own P. Where work is found
    /// but no idle P, the next M about to idle is told to search (pidlegetSpinning, from 1.20).
    /// </remarks>
    private Goroutine? LookOnceMore(WorkerThread m, Processor before, bool wasSpinning)
    {
        var sched = process.Sched;
        if (process.Options.Rules.RechecksGlobalQueue)
        {
            sched.Lock(m.Thread);
            if (sched.GlobalLength > 0 && process.Waker.TryTakePForWork(m, before))
            {
                if (wasSpinning) process.Waker.BecomeSpinning(m);
                return process.Queues.GetGlobalBatch(m.P!);
            }
        }

        if (process.Options.Steal && process.Stealing.AnyQueueHasWork(m.Thread))
        {
            sched.Lock(m.Thread);
            if (process.Waker.TryTakePForWork(m, before))
            {
                if (wasSpinning) process.Waker.BecomeSpinning(m);
                return null;
            }
        }

        // checkIdleGCNoP: nothing to do but mark.
        if (process.Gc is not { IsMarking: true, Workers.CanRunIdle: true } gc) return null;
        sched.Lock(m.Thread);
        if (!process.Waker.TryTakePForWork(m, before)) return null;
        if (wasSpinning) process.Waker.BecomeSpinning(m);
        return gc.Workers.FindForIdle(m, m.P!);
    }

    /// <summary>pollWork: whether an idle mark worker had better stop, for there is something else to do.</summary>
    /// <remarks>From 1.25 it waits for pollingNet here, as findRunnable does; Go's does not.</remarks>
    internal async Process<bool> PollWork(WorkerThread m)
    {
        var p = m.P!;
        if (process.Sched.GlobalLength > 0 || p.HasWork) return true;
        if (!process.Netpoller.ShouldPoll(p)) return false;
        await process.Netpoller.Poll(m, p);
        if (m.Harvested.Count == 0) return false;
        await process.Waker.Inject(m, m.Harvested);
        return true;
    }

    /// <summary>
    /// Up to 1.16 an M that may not search turns in circles while it sees work that searchers have not fetched yet (golang/go#43997).
    /// Where nothing costs anything time would stand still meanwhile, so there it lets the others run for a moment.
    /// </summary>
    private static async Process LetOthersRun(WorkerThread m)
    {
        if (m.Thread.Owed > SimDuration.Zero) return;
        m.Thread.DiscardWakeToken();
        await m.Thread.BlockUntil(m.Thread.LocalNow + s_moment);
    }

    private static Goroutine Found(WorkerThread m, Goroutine g, bool inheritTime = false)
    {
        m.InheritTime = inheritTime;
        return g;
    }

    /// <summary>The limit on searchers, every version: an M begins to spin only while fewer than half of the busy Ps' number spin.</summary>
    internal bool MaySearch(WorkerThread m)
    {
        if (m.Spinning || !process.Options.Spinning) return true;
        return 2 * process.Sched.Spinning < process.AllP.Length - process.Sched.IdlePs;
    }

    /// <summary>Of what a netpoll brought, the last event's goroutine runs here; the others are injected.</summary>
    private async Process<Goroutine?> TakeHarvest(WorkerThread m)
    {
        var list = m.Harvested;
        if (list.Count == 0) return null;
        var first = list[^1];
        list.RemoveAt(list.Count - 1);
        m.FirstHarvested = first;
        await process.Waker.Inject(m, list);
        m.FirstHarvested = null;
        process.MarkRunnable(first, m.Thread.LocalNow, LatencyComponent.LocalQueue);
        return first;
    }
}
