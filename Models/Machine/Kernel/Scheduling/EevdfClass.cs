using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>Earliest Eligible Virtual Deadline First, Linux from 6.6 on.</summary>
/// <remarks>
/// <para>V is the mean of the virtual runtimes, weighted; a thread's lag is V less its own, and one with a lag of zero or more is eligible. It has a virtual deadline one slice after the virtual runtime at which the last was
/// reached. Of the eligible threads the one with the earliest deadline goes next (pick_eevdf).</para>
/// <para>Once picked, a thread is safe from woken ones until its deadline, as long as it is eligible itself (RUN_TO_PARITY). At the first tick after its deadline it gets a new one, and the choice is made anew.</para>
/// <para>The lag survives sleep and moves, cut off at a slice and a tick in either direction (PLACE_LAG); it is made larger on arrival, since the arrival itself moves V. A new thread has half a slice to its first deadline.</para>
/// <para>From 6.12 on a thread that falls asleep with a negative lag stays in the queue until it would be picked (DELAY_DEQUEUE): it counts in V, and a wake-up leaves it on its core and where it stands. Its lag at that instant is
/// reckoned with the running thread's time as last written down (requeue_delayed_entity does not call update_curr): if it is positive even so, it starts at V (DELAY_ZERO); else it keeps its virtual runtime, and may turn out to be
/// owed time as soon as the running thread's is brought up to date. That is how two threads that answer each other on one core come to preempt each other: see docs/models/linux.md.</para>
/// <para>Left out: slices of single threads (sched_setattr), and with them PREEMPT_SHORT and the shorter protection of 6.17; delayed dequeueing of threads under a CPU quota.</para>
/// </remarks>
internal sealed class EevdfClass(Core core, SimDuration slice, SimDuration tick, bool delaysDequeue) : SchedulingClass(core)
{
    private readonly List<KernelThread> _delayed = [];
    private SimDuration _average; // of the last instant at which the queue was not empty
    private SimDuration _booked; // virtual runtime of the running thread as the kernel wrote it down last, ticks aside

    internal override void Place(KernelThread thread, PlacementKind kind)
    {
        if (Core.Current is { } current) Renew(current);
        Book();
        var average = Average(out var weights);
        var lag = kind == PlacementKind.New || weights == 0 ? SimDuration.Zero : thread.Lag;
        if (lag != SimDuration.Zero) lag = SimDuration.FromPicoseconds((long)((Int128)lag.Picoseconds * (weights + thread.Weight) / weights));
        thread.VirtualRuntime = average - lag;
        thread.Deadline = thread.VirtualRuntime + (kind == PlacementKind.New ? VirtualSlice(thread) / 2 : VirtualSlice(thread));
    }

    internal override void FallAsleep(KernelThread thread)
    {
        var sum = LagSum(thread.VirtualRuntime, out _);
        if (!delaysDequeue || sum >= 0)
        {
            Leave(thread);
            return;
        }

        thread.IsDelayed = true;
        _delayed.Add(thread);
    }

    internal override bool Rejoin(KernelThread thread)
    {
        var current = Core.Current!;
        _delayed.Remove(thread);
        thread.IsDelayed = false;
        var booked = SimDuration.Max(_booked, Core.RuntimeAtLastTick);
        if (booked >= current.Deadline)
        {
            thread.Lag = SimDuration.Zero; // at the tick that ended the slice it was the thread to pick, and was taken out
            return false;
        }

        var others = LagSum(thread.VirtualRuntime, booked, out var weights);
        if (others <= 0) return true;
        thread.VirtualRuntime += SimDuration.FromPicoseconds((long)(others / weights));
        thread.Deadline = thread.VirtualRuntime + VirtualSlice(thread);
        return true;
    }

    internal override void WentIdle()
    {
        while (_delayed.Count > 0) TakeOut(_delayed[^1]);
    }

    internal override void Leave(KernelThread thread)
    {
        Book();
        var most = Virtual(slice + tick, thread.Weight);
        var lag = Average(out _) - RuntimeOf(thread);
        thread.Lag = SimDuration.Max(SimDuration.Zero - most, SimDuration.Min(most, lag));
    }

    internal override void Begin(KernelThread thread)
    {
        thread.IsProtected = true;
        _booked = thread.VirtualRuntime;
    }

    /// <summary>The woken thread is the one that would be picked (wakeup_preempt_fair).</summary>
    internal override bool Preempts(KernelThread joined, KernelThread current)
    {
        Book();
        return ReferenceEquals(Choice(), joined) && !Keeps(current, joined);
    }

    internal override SimDuration UntilSliceEnd(KernelThread current) =>
        Waiting.Count == 0 ? SimDuration.MaxValue : SimDuration.Max(SimDuration.Zero, Real(current.Deadline - RuntimeOf(current), current.Weight));

    internal override void EndSlice(KernelThread current) => Renew(current);

    internal override KernelThread? Best()
    {
        if (Waiting.Count == 0) return null;
        var choice = Choice();
        while (choice.IsDelayed)
        {
            TakeOut(choice);
            choice = Choice();
        }

        return choice;
    }

    internal override bool Keeps(KernelThread current, KernelThread best)
    {
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

    /// <summary>pick_eevdf among those that do not run; some thread waits.</summary>
    private KernelThread Choice()
    {
        if (Waiting.Count == 1 && _delayed.Count == 0 && Core.Current is null) return Waiting[0];
        var origin = Waiting[0].VirtualRuntime;
        var sum = LagSum(origin, out var weights);
        KernelThread? best = null;
        var behind = Waiting[0];
        foreach (var thread in Waiting)
        {
            if (thread.VirtualRuntime < behind.VirtualRuntime) behind = thread;
            Consider(thread);
        }

        foreach (var thread in _delayed) Consider(thread);
        return best ?? behind; // of those that wait nobody need be eligible: then the running thread is

        void Consider(KernelThread thread)
        {
            if (IsEligible(thread.VirtualRuntime - origin, sum, weights) && (best is null || thread.Deadline < best.Deadline)) best = thread;
        }
    }

    /// <summary>A thread that has been asleep for a while is taken out of the queue. It would be picked, so its lag is not negative, and a positive one is not kept (DELAY_ZERO).</summary>
    private void TakeOut(KernelThread thread)
    {
        _delayed.Remove(thread);
        thread.IsDelayed = false;
        thread.Lag = SimDuration.Zero;
    }

    /// <summary>update_curr.</summary>
    private void Book()
    {
        if (Core.Current is { } current) _booked = RuntimeOf(current);
    }

    private SimDuration VirtualSlice(KernelThread thread) => Virtual(slice, thread.Weight);

    /// <summary>V less an origin, times all weights: exact, where V itself would have to be rounded.</summary>
    private Int128 LagSum(SimDuration origin, out long weights) => LagSum(origin, Core.Current is { } current ? RuntimeOf(current) : SimDuration.Zero, out weights);

    /// <summary>The same with a running thread whose virtual runtime is taken to be another than it is now.</summary>
    private Int128 LagSum(SimDuration origin, SimDuration runtimeOfCurrent, out long weights)
    {
        var sum = Int128.Zero;
        weights = 0;
        foreach (var thread in Waiting) Add(thread, thread.VirtualRuntime, ref sum, ref weights);
        foreach (var thread in _delayed) Add(thread, thread.VirtualRuntime, ref sum, ref weights);
        if (Core.Current is { } current) Add(current, runtimeOfCurrent, ref sum, ref weights);
        return sum;

        void Add(KernelThread thread, SimDuration runtime, ref Int128 total, ref long load)
        {
            total += (Int128)(runtime - origin).Picoseconds * thread.Weight;
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
