namespace GmpSim.GoRuntime;

/// <summary>Stops of the world, Ps that come and go, the collector (invariants 2, 25, 26, 31).</summary>
internal sealed class WorldInvariants(GoProcess process)
{
    /// <summary>Invariant 25: Ps stand only while the world stops, and one that stands belongs to nobody but the stopper; the stopper stays at its P.</summary>
    internal void Check()
    {
        var stopper = process.World.StoppedBy;
        if (process.Sched.GcWaiting != stopper is not null) Violation.Fail($"gcwaiting is {process.Sched.GcWaiting}, and the world is stopped by {Violation.NameOf(stopper)}");
        if (stopper is not null && stopper.P?.Status != ProcessorStatus.GcStop) Violation.Fail($"M{stopper.Id} stops the world without a stopped P of its own");
        var running = 0;
        foreach (var p in process.AllP)
        {
            if (p.Status != ProcessorStatus.GcStop)
            {
                running++;
                continue;
            }

            if (stopper is null) Violation.Fail($"P{p.Id} is stopped while the world runs");
            if (p.IsIdle) Violation.Fail($"P{p.Id} is stopped and lies on the idle stack");
            if (p.M is { } m && !ReferenceEquals(m, stopper)) Violation.Fail($"P{p.Id} is stopped and belongs to M{m.Id}, which does not stop the world");
        }

        CheckDead();
        CheckTime(running);
        if (process.Gc is { } gc) CheckCollector(gc);
        if (stopper is not null && running != process.World.StopWait) Violation.Fail($"{running} Ps run and stopwait is {process.World.StopWait}");
    }

    /// <summary>Invariant 2: Ps beyond GOMAXPROCS are dead, and have nothing.</summary>
    private void CheckDead()
    {
        for (var i = process.AllP.Length; i < process.EveryP.Length; i++)
        {
            var p = process.EveryP[i];
            if (p.Status != ProcessorStatus.Dead) Violation.Fail($"P{p.Id} is beyond GOMAXPROCS and has status {p.Status}");
            if (p.M is not null || p.IsIdle || p.HasWork || p.Timers.Count > 0) Violation.Fail($"P{p.Id} is dead and has an M, goroutines or timers");
        }
    }

    /// <summary>
    /// Invariant 31: time of Ps is conserved. Each P is idle, stopped, or somebody's, and each of the levels that are summed over time is the number of Ps in that state.
    /// </summary>
    private void CheckTime(int running)
    {
        var sched = process.Sched;
        var stopped = process.AllP.Length - running;
        var booked = process.World.StoppedForGc.Level + process.World.StoppedForOther.Level;
        if (sched.PsOverTime.Level != process.AllP.Length) Violation.Fail($"time of {sched.PsOverTime.Level} Ps is counted, and there are {process.AllP.Length}");
        if (sched.IdlePsOverTime.Level != sched.IdlePs) Violation.Fail($"time of {sched.IdlePsOverTime.Level} idle Ps is counted, and there are {sched.IdlePs}");
        if (booked != stopped) Violation.Fail($"time of {booked} stopped Ps is counted, and there are {stopped}");
    }

    /// <summary>Invariant 26: no more dedicated workers than the cycle has; every byte is on the pile, in hand or scanned. (That marking begins and ends while the world stands, <see cref="Collector"/> sees to itself: a look between events may come too late.)</summary>
    private void CheckCollector(Collector gc)
    {
        var work = gc.Work;
        var inHand = work.Total - work.Available - work.Scanned;
        if (inHand < 0 || (inHand > 0 && work.Active == 0)) Violation.Fail($"{work.Available} bytes to mark, {work.Scanned} marked, {work.Active} at it, of {work.Total}");
        if (gc.IsMarking && !gc.IsRunning) Violation.Fail("workers may mark though no cycle is in progress");
        if (!gc.IsMarking) return;
        var dedicated = gc.Workers.DedicatedNeeded;
        foreach (var p in process.AllP)
        {
            if (p.MarkWorkerMode == MarkWorkerMode.Dedicated) dedicated++;
        }

        if (dedicated != gc.Workers.Dedicated) Violation.Fail($"{dedicated} dedicated mark workers run or are needed, {gc.Workers.Dedicated} is the goal");
    }
}
