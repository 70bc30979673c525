using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>Earliest Eligible Virtual Deadline First, Linux from 6.6 on.</summary>
/// <remarks>
/// <para>V is the mean of the virtual runtimes, weighted; a thread's lag is V less its own, and one with a lag of zero or more is eligible. It has a virtual deadline one slice after the virtual runtime at which the last was
/// reached. Of the eligible threads the one with the earliest deadline goes next (pick_eevdf).</para>
/// <para>Once picked, a thread is safe from woken ones until its deadline, to 6.16 only as long as it is eligible itself (RUN_TO_PARITY). At the first tick after its deadline it gets a new one, and the choice is made anew.</para>
/// <para>The lag survives sleep and moves, cut off at a slice and a tick in either direction (PLACE_LAG); it is made larger on arrival, since the arrival itself moves V. A new thread has half a slice to its first deadline.</para>
/// <para>Left out: slices of single threads (sched_setattr), and with them PREEMPT_SHORT and the shorter protection of 6.17; threads that stay queued until their lag is paid back (DELAY_DEQUEUE, 6.12).</para>
/// </remarks>
internal sealed class EevdfClass(Core core, SimDuration slice, SimDuration tick, bool protectsBeyondZeroLag) : SchedulingClass(core)
{
    private SimDuration _average; // of the last instant at which the queue was not empty

    internal override void Place(KernelThread thread, PlacementKind kind)
    {
        if (Core.Current is { } current) Renew(current);
        var average = Average(out var weights);
        var lag = kind == PlacementKind.New || weights == 0 ? SimDuration.Zero : thread.Lag;
        if (lag != SimDuration.Zero) lag = SimDuration.FromPicoseconds((long)((Int128)lag.Picoseconds * (weights + thread.Weight) / weights));
        thread.VirtualRuntime = average - lag;
        thread.Deadline = thread.VirtualRuntime + (kind == PlacementKind.New ? VirtualSlice(thread) / 2 : VirtualSlice(thread));
    }

    internal override void Leave(KernelThread thread)
    {
        var most = Virtual(slice + tick, thread.Weight);
        var lag = Average(out _) - RuntimeOf(thread);
        thread.Lag = SimDuration.Max(SimDuration.Zero - most, SimDuration.Min(most, lag));
    }

    internal override void Begin(KernelThread thread) => thread.IsProtected = true;

    /// <summary>The woken thread is the one that would be picked (wakeup_preempt_fair).</summary>
    internal override bool Preempts(KernelThread joined, KernelThread current) => ReferenceEquals(Best(), joined) && !Keeps(current, joined);

    internal override SimDuration UntilSliceEnd(KernelThread current) =>
        Waiting.Count == 0 ? SimDuration.MaxValue : SimDuration.Max(SimDuration.Zero, Real(current.Deadline - RuntimeOf(current), current.Weight));

    internal override void EndSlice(KernelThread current) => Renew(current);

    internal override KernelThread? Best()
    {
        if (Waiting.Count == 0) return null;
        if (Waiting.Count == 1 && Core.Current is null) return Waiting[0];
        var sum = LagSum(Waiting[0].VirtualRuntime, out var weights);
        KernelThread? best = null;
        KernelThread? behind = null;
        foreach (var thread in Waiting)
        {
            if (behind is null || thread.VirtualRuntime < behind.VirtualRuntime) behind = thread;
            if (!IsEligible(thread.VirtualRuntime - Waiting[0].VirtualRuntime, sum, weights)) continue;
            if (best is null || thread.Deadline < best.Deadline) best = thread;
        }

        return best ?? behind; // of those that wait nobody need be eligible: then the running thread is
    }

    internal override bool Keeps(KernelThread current, KernelThread best)
    {
        if (protectsBeyondZeroLag && current.IsProtected && RuntimeOf(current) < current.Deadline) return true;
        var origin = Waiting[0].VirtualRuntime;
        var sum = LagSum(origin, out var weights);
        if (!IsEligible(RuntimeOf(current) - origin, sum, weights)) return false;
        return current.IsProtected || current.Deadline < best.Deadline || !IsEligible(best.VirtualRuntime - origin, sum, weights);
    }

    /// <summary>A deadline that has been reached is moved on by a slice (update_deadline); a thread alone on its core has had that at ticks, without anybody noticing.</summary>
    private void Renew(KernelThread current)
    {
        var runtime = RuntimeOf(current);
        if (runtime < current.Deadline) return;
        current.IsProtected = false;
        current.Deadline = Core.RuntimeAtLastTickAfter(current.Deadline, slice, current.Weight) + VirtualSlice(current);
        if (current.Deadline <= runtime) current.Deadline = runtime + VirtualSlice(current);
    }

    private SimDuration VirtualSlice(KernelThread thread) => Virtual(slice, thread.Weight);

    /// <summary>V less an origin, times all weights: exact, where V itself would have to be rounded.</summary>
    private Int128 LagSum(SimDuration origin, out long weights)
    {
        var sum = Int128.Zero;
        weights = 0;
        foreach (var thread in Waiting) Add(thread, ref sum, ref weights);
        if (Core.Current is { } current) Add(current, ref sum, ref weights);
        return sum;

        void Add(KernelThread thread, ref Int128 total, ref long load)
        {
            total += (Int128)(RuntimeOf(thread) - origin).Picoseconds * thread.Weight;
            load += thread.Weight;
        }
    }

    private static bool IsEligible(SimDuration beyondOrigin, Int128 sum, long weights) => sum >= (Int128)beyondOrigin.Picoseconds * weights;

    private SimDuration Average(out long weights)
    {
        var sum = LagSum(_average, out weights);
        if (weights > 0) _average += SimDuration.FromPicoseconds((long)(sum / weights));
        return _average;
    }
}
