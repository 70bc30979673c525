using GmpSim.Engine;
using GmpSim.Machine;
using ThreadState = GmpSim.Machine.ThreadState;

namespace GmpSim.GoRuntime;

/// <summary>Nothing that could go on waits beside an idle P for long (invariants 13, 14, 23 and 27, as far as a bound can be given).</summary>
/// <remarks>
/// <see cref="WorkConservation"/> allows nothing at all, and therefore cannot be asked of versions that stranded goroutines until sysmon
/// came by. This allows the longest that sysmon takes, several times over, and so catches what nobody will ever come by for: a lost
/// wake-up. Judged only where sysmon and preemption are on: without them Go has no bound either.
/// </remarks>
internal sealed class Liveness(GoProcess process, List<PollDesc> descriptors)
{
    /// <summary>Longest acceptable wait. Source: assumed; five times the 20 ms of a full slice and sysmon's longest sleep.</summary>
    private static readonly SimDuration s_longest = SimDuration.FromMilliseconds(100);

    private SimTime? _workSince;
    private SimTime? _readableSince;

    /// <summary>Judges the state that lasts from <paramref name="from"/> until <paramref name="until"/>.</summary>
    internal void Check(SimTime from, SimTime until)
    {
        var options = process.Options;
        if (!options.Sysmon || !options.AsyncPreempt || !options.Steal) return;
        var hasIdleP = process.Sched.IdlePs > 0 && HasCores();
        CheckWork(hasIdleP, from, until);
        CheckTimers(hasIdleP, until);
        CheckReadiness(hasIdleP, from, until);
    }

    /// <summary>Whether a core is idle and no M waits for one: else whoever has been woken may just not have got a core yet, and that is the kernel's affair.</summary>
    private bool HasCores()
    {
        foreach (var m in process.Ms)
        {
            if (m.Thread.State == ThreadState.Runnable) return false;
        }

        foreach (var core in process.Host.Cores)
        {
            if (core.IsIdle) return true;
        }

        return false;
    }

    private void CheckWork(bool hasIdleP, SimTime from, SimTime until)
    {
        var work = process.Sched.GlobalLength;
        foreach (var p in process.AllP) work += p.RingLength;
        _workSince = hasIdleP && work > 0 ? _workSince ?? from : null;
        if (until - _workSince > s_longest) Violation.Fail($"lost wake-up: {work} goroutines wait in queues beside {process.Sched.IdlePs} idle Ps since {_workSince}");
    }

    private void CheckTimers(bool hasIdleP, SimTime until)
    {
        if (!hasIdleP) return;
        var due = process.Timers.EarliestOfAll();
        if (due != SimTime.MaxValue && until - due > s_longest) Violation.Fail($"lost wake-up: a timer due at {due} has not run beside {process.Sched.IdlePs} idle Ps");
    }

    private void CheckReadiness(bool hasIdleP, SimTime from, SimTime until)
    {
        var readable = hasIdleP ? FirstReadable() : null;
        _readableSince = readable is null ? null : _readableSince ?? from;
        if (until - _readableSince > s_longest) Violation.Fail($"lost wake-up: goroutine {readable!.Id} waits on a readable descriptor beside {process.Sched.IdlePs} idle Ps since {_readableSince}");
    }

    private Goroutine? FirstReadable()
    {
        foreach (var pd in descriptors)
        {
            if (pd.Waiter is { } g && (pd.Descriptor.Poll() & PollMask.In) != PollMask.None) return g;
        }

        return null;
    }
}
