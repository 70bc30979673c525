namespace GmpSim.GoRuntime;

/// <summary>Stops of the world (invariant 25).</summary>
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

        if (stopper is not null && running != process.World.StopWait) Violation.Fail($"{running} Ps run and stopwait is {process.World.StopWait}");
    }
}
