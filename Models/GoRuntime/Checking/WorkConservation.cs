using ThreadState = GmpSim.Machine.ThreadState;

namespace GmpSim.GoRuntime;

/// <summary>No work waits beside an idle P (invariants 13 and 14).</summary>
internal sealed class WorkConservation(GoProcess process)
{
    /// <summary>Invariants 13 and 14: no work lies in a queue beside an idle P while nobody is about to look for it.</summary>
    /// <remarks>
    /// Not judged without spinning Ms, which find what was submitted while no P was idle, nor where idle Ps beside work are Go's own behaviour: up to 1.21, where Gosched and preemption wake nobody
    /// (golang/go#55160), and up to 1.24, where injectglist wakes nobody for a P that goes idle at that very moment.
    /// </remarks>
    internal void Check()
    {
        var sched = process.Sched;
        if (process.Options is not { Steal: true, Spinning: true, Rules.InjectWakes: true }) return;
        if (sched.IdlePs == 0 || sched.Spinning > 0 || process.Netpoller.HandedOver.Count > 0) return;
        var work = sched.GlobalLength;
        foreach (var p in process.AllP) work += p.RingLength;
        if (work == 0) return;
        foreach (var m in process.Ms)
        {
            var isLooking = m.NextP is not null || (m.Current is null && m.Thread.State is ThreadState.Running or ThreadState.Runnable);
            if (isLooking) return;
        }

        Violation.Fail($"{work} goroutines wait in queues beside {sched.IdlePs} idle Ps, and no M is looking for work");
    }
}
