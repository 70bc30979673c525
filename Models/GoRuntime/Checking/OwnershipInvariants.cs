namespace GmpSim.GoRuntime;

/// <summary>Who holds what: Ps, Ms, running goroutines, and the idle stacks (invariants 1, 2, 5, 8, 9, 24, 28).</summary>
internal sealed class OwnershipInvariants(GoProcess process, Census census)
{
    internal void Check()
    {
        var taken = CheckMs();
        CheckPs(taken);
        CheckIdleStacks();
    }

    /// <summary>Invariants 1 and 5: an M has one P at most and the links agree; what runs has a P.</summary>
    /// <returns>Ps that are held, or on their way to the M that they were given to.</returns>
    private int CheckMs()
    {
        var taken = 0;
        foreach (var m in process.Ms)
        {
            if (m.P is { } p)
            {
                taken++;
                if (!ReferenceEquals(p.M, m)) Violation.Fail($"M{m.Id} holds P{p.Id}, which belongs to {Violation.NameOf(p.M)}");
                if (m.NextP is { } other) Violation.Fail($"M{m.Id} holds P{p.Id} and has been given P{other.Id} too");
            }
            else if (m.NextP is { } next)
            {
                taken++;
                if (next.M is not null || next.IsIdle) Violation.Fail($"P{next.Id} is on its way to M{m.Id}, but is idle or belongs to {Violation.NameOf(next.M)}");
            }

            CheckLock(m);
            if (m.Current is not { } g) continue;
            if (g.Status == GoroutineStatus.Syscall)
            {
                census.See(g, GoroutineStatus.Syscall, "in a system call"); // the one place where the P may be gone
                continue;
            }

            if (m.P is null) Violation.Fail($"M{m.Id} runs goroutine {g.Id} without a P");
            census.See(g, GoroutineStatus.Running, "running");
        }

        return taken;
    }

    /// <summary>Invariant 28: a locked goroutine and its M know each other, the M runs nothing else, and nobody else runs the goroutine.</summary>
    private void CheckLock(WorkerThread m)
    {
        if (m.Current is { LockedM: { } other } && !ReferenceEquals(other, m)) Violation.Fail($"M{m.Id} runs goroutine {m.Current.Id}, which is locked to M{other.Id}");
        if (m.LockedG is not { } locked) return;
        if (!ReferenceEquals(locked.LockedM, m)) Violation.Fail($"M{m.Id} is locked to goroutine {locked.Id}, which is locked to {Violation.NameOf(locked.LockedM)}");
        if (m.Current is { } g && !ReferenceEquals(g, locked)) Violation.Fail($"M{m.Id} is locked to goroutine {locked.Id} and runs goroutine {g.Id}");
        if (m.NextP is not null) census.See(locked, GoroutineStatus.Runnable, "on its way to its M");
    }

    /// <summary>Invariant 2: every P is either idle, with one M, or (up to 1.25) let go for a system call; there are GOMAXPROCS of them.</summary>
    private void CheckPs(int taken)
    {
        foreach (var p in process.AllP)
        {
            if (p.IsIdle && p.M is not null) Violation.Fail($"P{p.Id} is idle and belongs to M{p.M.Id}");
            if (p.M is { } m && !ReferenceEquals(m.P, p)) Violation.Fail($"P{p.Id} belongs to M{m.Id}, which does not hold it");
            if (p.Status == ProcessorStatus.GcStop)
            {
                if (p.M is null) taken++;
                continue;
            }

            if ((p.M is not null) != (p.Status == ProcessorStatus.Running)) Violation.Fail($"P{p.Id} has status {p.Status} and belongs to {Violation.NameOf(p.M)}");
            if (p.Status != ProcessorStatus.Syscall) continue;
            taken++;
            if (process.Options.Rules.KeepsPInSyscall) Violation.Fail($"P{p.Id} has status {p.Status}, which Go does not use from 1.26 on");
        }

        taken += process.Netpoller.HandedOver.Count;
        if (taken + process.Sched.IdlePs != process.AllP.Length) Violation.Fail($"{taken} Ps taken and {process.Sched.IdlePs} idle of {process.AllP.Length}: one is lost or held twice");
    }

    /// <summary>Invariants 8 and 9: the idle stacks agree with the marks, and what is idle has nothing to do.</summary>
    private void CheckIdleStacks()
    {
        var marked = 0;
        foreach (var p in process.AllP)
        {
            if (!p.IsIdle) continue;
            marked++;
            if (p.HasWork) Violation.Fail($"P{p.Id} is idle with {p.RingLength} goroutines in its ring and runnext {p.Runnext?.Id}");
        }

        var idle = process.Sched.IdleStack;
        if (marked != idle.Count) Violation.Fail($"{marked} Ps are marked idle, {idle.Count} lie on the idle stack");
        foreach (var p in idle)
        {
            if (!p.IsIdle) Violation.Fail($"P{p.Id} lies on the idle stack without its mark");
        }

        foreach (var m in process.Sched.ParkedMs)
        {
            if (m.P is not null || m.NextP is not null || m.Current is not null) Violation.Fail($"M{m.Id} is parked with a P or a goroutine");
        }
    }
}
