using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>Goroutines that wait: each is known to what it waits for, and every live one is somewhere (invariants 4, 22, 23, 27).</summary>
internal sealed class WaitingInvariants(GoProcess process, Census census, List<PollDesc> descriptors)
{
    internal void Check()
    {
        CheckSleepers();
        CheckDescriptors();
        foreach (var g in process.World.WorldSema.Waiting) census.See(g, GoroutineStatus.Waiting, "parked on worldsema");
        foreach (var g in process.World.GcSema.Waiting) census.See(g, GoroutineStatus.Waiting, "parked on gcsema");
        if (process.GomaxprocsUpdater?.Waiting is { } helper) census.See(helper, GoroutineStatus.Waiting, "the helper that follows the cgroup's limit");
        if (process.Gc is { } gc) CheckCollector(gc);
        foreach (var m in process.Ms) CheckHarvest(m);
    }

    /// <summary>What an M has taken from the poller is nowhere else until it is in a queue: an M that the host or another thread holds up in injectglist keeps it for that long.</summary>
    private void CheckHarvest(WorkerThread m)
    {
        if (m.FirstHarvested is { } first) census.See(first, GoroutineStatus.Waiting, "harvested, to run next");
        foreach (var g in m.Harvested) census.See(g, GoroutineStatus.Waiting, "harvested");
    }

    private void CheckCollector(Collector gc)
    {
        foreach (var g in gc.Workers.Pool) census.See(g, GoroutineStatus.Waiting, "a mark worker in the pool");
        foreach (var g in gc.Assists.Waiting) census.See(g, GoroutineStatus.Waiting, "waiting for background credit");
        foreach (var g in gc.Assists.Woken) census.See(g, GoroutineStatus.Waiting, "free of its debt, on its way into a queue");
        foreach (var g in gc.StartingOrEnding) census.See(g, GoroutineStatus.Waiting, "waiting to start or end a cycle");
        if (gc.Sweeper.Waiting is { } sweeper) census.See(sweeper, GoroutineStatus.Waiting, "the sweeper");
        if (gc.Forced.Waiting is { } helper) census.See(helper, GoroutineStatus.Waiting, "the helper for forced cycles");
        foreach (var p in process.AllP)
        {
            if (p.NextMarkWorker is { } worker) census.See(worker, GoroutineStatus.Waiting, "a mark worker that a P has been assigned");
        }
    }

    /// <summary>Nobody is nowhere: what is alive has been seen running, queued or waiting. Comes last.</summary>
    internal void CheckAllSeen()
    {
        if (census.Count != process.Counters.Live.Level) Violation.Fail($"{census.Count} goroutines are in queues, running or parked; {process.Counters.Live.Level} are alive");
    }

    /// <summary>Invariant 27: a timer is in one heap; so is a sleeper.</summary>
    private void CheckSleepers()
    {
        foreach (var p in process.AllP)
        {
            for (var slot = 0; slot < p.Timers.Count; slot++)
            {
                var timer = p.Timers[slot];
                if (!ReferenceEquals(timer.Heap, p.Timers)) Violation.Fail($"a timer lies on the heap of P{p.Id} and claims another");
                if (timer is SleepTimer { IsSet: true } sleep) census.See(sleep.Goroutine, GoroutineStatus.Waiting, "asleep");
            }
        }
    }

    /// <summary>
    /// Invariant 22: as many waiters are counted as are parked (up to 1.21 at least as many), and a descriptor is in epoll until it is closed.
    /// Invariant 23: no event is lost.
    /// </summary>
    private void CheckDescriptors()
    {
        var waiting = 0;
        foreach (var pd in descriptors)
        {
            if (pd.IsClosing && pd.Item.Epoll is not null) Violation.Fail("a closed descriptor is still registered");
            if (pd.Waiter is { } reader)
            {
                waiting++;
                census.See(reader, GoroutineStatus.Waiting, "parked to read");
                if ((pd.Descriptor.Poll() & PollMask.In) != PollMask.None && !pd.Item.IsLinked)
                    Violation.Fail($"lost event: goroutine {reader.Id} waits on a descriptor that is readable and on no ready list");
            }

            if (pd.WriteWaiter is { } writer)
            {
                waiting++;
                census.See(writer, GoroutineStatus.Waiting, "parked to write");
            }

            if (pd.Mutex is not { } mutex) continue;
            foreach (var g in mutex.Readers) census.See(g, GoroutineStatus.Waiting, "in the queue of readers");
            foreach (var g in mutex.Writers) census.See(g, GoroutineStatus.Waiting, "in the queue of writers");
        }

        var counted = 0;
        foreach (var instance in process.Netpoller.Instances) counted += instance.Waiters;
        if (counted < waiting || (counted > waiting && process.Options.Rules.IoDecrementsWaiters)) Violation.Fail($"{waiting} goroutines are parked on descriptors, the pollers count {counted}");
    }
}
