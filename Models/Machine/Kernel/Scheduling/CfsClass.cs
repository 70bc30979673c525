using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>The Completely Fair Scheduler, Linux to 6.5: the thread with the least virtual runtime goes next.</summary>
/// <remarks>
/// <para>Everything follows from the minimal granularity g (0.75 ms × f): the latency is 8 g, the wake-up granularity 4 g / 3. With n runnable threads the period is 8 g, or n g for more than eight; a thread's slice is its
/// share of the period by weight (sched_slice). It ends at a tick, at which also a thread that has fallen behind by a slice gets the core (check_preempt_tick); time that is used up exactly counts as used up.</para>
/// <para>A woken thread starts at the queue's least virtual runtime less half the latency, or at its own if that is later (GENTLE_FAIR_SLEEPERS), and takes the core at once if it is behind the running thread by more
/// than the wake-up granularity. A new one starts a slice later (START_DEBIT).</para>
/// <para>Left out: buddies (cache-warm hints, off or of little effect for single wake-ups), groups within groups.</para>
/// </remarks>
internal sealed class CfsClass(Core core, SimDuration granularity) : SchedulingClass(core)
{
    /// <summary>Threads up to which the period stays what it is (sched_nr_latency).</summary>
    private const int LatencyThreads = 8;

    private readonly SimDuration _latency = granularity * LatencyThreads;
    private readonly SimDuration _wakeupGranularity = granularity * 4 / 3;
    private SimDuration _least; // min_vruntime: never goes back

    internal override void Place(KernelThread thread, PlacementKind kind)
    {
        var least = Least();
        if (kind == PlacementKind.New)
        {
            thread.VirtualRuntime = least + SliceOf(thread, joins: true);
            return;
        }

        var own = thread.Lag + least;
        thread.VirtualRuntime = kind == PlacementKind.Woken ? SimDuration.Max(thread.SleptOn == Core ? thread.VirtualRuntime : own, least - (_latency / 2)) : own;
    }

    /// <summary>What a thread is ahead of this queue or behind it goes with it to another one (migrate_task_rq_fair).</summary>
    internal override void Leave(KernelThread thread)
    {
        thread.Lag = RuntimeOf(thread) - Least();
        thread.SleptOn = Core;
    }

    internal override void Begin(KernelThread thread)
    {
        thread.PickedAt = thread.VirtualRuntime;
        Least();
    }

    internal override bool Preempts(KernelThread joined, KernelThread current) => RuntimeOf(current) - joined.VirtualRuntime > Virtual(_wakeupGranularity, joined.Weight);

    internal override SimDuration UntilSliceEnd(KernelThread current)
    {
        if (Best() is not { } best) return SimDuration.MaxValue;
        var slice = SliceOf(current, joins: false);
        var runtime = RuntimeOf(current);
        var ran = Real(runtime - current.PickedAt, current.Weight);
        var behind = Real(best.VirtualRuntime + slice - runtime, current.Weight);
        return SimDuration.Max(SimDuration.Zero, SimDuration.Min(slice - ran, SimDuration.Max(granularity - ran, behind)));
    }

    /// <summary>If it wins the choice again, it begins another.</summary>
    internal override void EndSlice(KernelThread current) => current.PickedAt = RuntimeOf(current);

    internal override KernelThread? Best()
    {
        KernelThread? best = null;
        foreach (var thread in Waiting)
        {
            if (best is null || thread.VirtualRuntime < best.VirtualRuntime) best = thread;
        }

        return best;
    }

    internal override bool Keeps(KernelThread current, KernelThread best) => RuntimeOf(current) < best.VirtualRuntime;

    /// <summary>The CPU time that a thread may have at a stretch.</summary>
    private SimDuration SliceOf(KernelThread thread, bool joins)
    {
        var threads = Waiting.Count + (joins ? 1 : 0);
        var weights = joins ? thread.Weight : 0L;
        foreach (var waiting in Waiting) weights += waiting.Weight;
        if (Core.Current is { } current)
        {
            threads++;
            weights += current.Weight;
        }

        var period = threads > LatencyThreads ? granularity * threads : _latency;
        var slice = period * thread.Weight / weights;
        return joins ? Virtual(slice, thread.Weight) : slice;
    }

    private SimDuration Least()
    {
        var least = SimDuration.MaxValue;
        if (Core.Current is { } current) least = RuntimeOf(current);
        foreach (var thread in Waiting) least = SimDuration.Min(least, thread.VirtualRuntime);
        if (least != SimDuration.MaxValue) _least = SimDuration.Max(_least, least);
        return _least;
    }
}
