using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>Time slices (invariants 16 and 17).</summary>
internal sealed class SliceInvariants(GoProcess process)
{
    /// <summary>Every how many schedticks the global queue comes first, and one look more for a tick that has just begun.</summary>
    private const int MostTicksPastTheGlobalQueue = 61 + 1;

    private uint[] _ticks = [];
    private uint[] _ticksAtHead = [];
    private long _newSlices;
    private long _head;
    private SimTime _headSince;

    internal void Check()
    {
        MakeRoom();
        CheckTicks();
        CheckFairness();
    }

    /// <summary>Invariant 16: a tick rises with an execution that does not inherit its slice, and never otherwise.</summary>
    private void CheckTicks()
    {
        var risen = 0L;
        foreach (var p in process.AllP)
        {
            risen += unchecked((int)(p.SchedTick - _ticks[p.Id]));
            _ticks[p.Id] = p.SchedTick;
        }

        var newSlices = process.Counters.Executions - process.Counters.InheritedExecutions;
        var executed = newSlices - _newSlices;
        _newSlices = newSlices;
        if (risen != executed) Violation.Fail($"schedticks rose by {risen} with {executed} executions that inherit no slice");
    }

    /// <summary>Invariant 17: no P makes 61 ticks past the head of the global queue.</summary>
    private void CheckFairness()
    {
        // Mark workers come before the global queue (findRunnable, step 5) and may take the very tick: how often is not bounded here.
        if (!process.Options.FairnessTick || process.Gc is { Cycle: > 0 }) return;
        var head = process.Sched.GlobalHead?.Id ?? 0;
        var since = process.Sched.GlobalHead?.RunnableSince ?? SimTime.Zero; // the sweeper yields again and again, and is the same one each time
        if (head != _head || since != _headSince)
        {
            _head = head;
            _headSince = since;
            foreach (var p in process.AllP) _ticksAtHead[p.Id] = p.SchedTick;
        }

        if (head == 0) return;
        foreach (var p in process.AllP)
        {
            var ticks = unchecked((int)(p.SchedTick - _ticksAtHead[p.Id]));
            if (ticks > MostTicksPastTheGlobalQueue) Violation.Fail($"P{p.Id} has made {ticks} ticks while goroutine {head} stands at the head of the global queue");
        }
    }

    /// <summary>There may be more Ps than at the last look.</summary>
    private void MakeRoom()
    {
        if (_ticks.Length >= process.AllP.Length) return;
        Array.Resize(ref _ticks, process.AllP.Length);
        Array.Resize(ref _ticksAtHead, process.AllP.Length);
    }
}
