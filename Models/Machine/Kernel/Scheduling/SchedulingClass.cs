using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>Which of the threads that want one core runs next, for how long, and which of them may take the core away from the one that runs: the policy of a run queue (<c>kernel/sched/fair.c</c>).</summary>
/// <remarks>
/// Time is virtual: CPU time divided by the thread's weight. The switch to a thread is part of its CPU time here, as in the kernel, whose clock of a thread begins when it is picked.
/// The running thread is not in <see cref="Waiting"/>; its virtual runtime is that of the last bookkeeping plus what of its burst has passed (update_curr).
/// </remarks>
internal abstract class SchedulingClass(Core core)
{
    /// <summary>The threads that wait for the core; of those alike, who has come first stands first.</summary>
    internal List<KernelThread> Waiting { get; } = [];

    /// <summary>The core that is shared out.</summary>
    protected Core Core => core;

    /// <summary>The class that a machine's cores have: none of the kernel's where slices are zero, else the one of its version.</summary>
    internal static SchedulingClass For(Core core, Host host)
    {
        if (host.Costs.Slice == SimDuration.Zero) return new RunToCompletion(core);
        var slice = host.Rules.SliceOn(host.Hardware.Topology.LogicalCpus, host.Costs.Slice);
        return host.Rules.HasEevdf ? new EevdfClass(core, slice, host.Costs.Tick, host.Rules.DelaysDequeue) : new CfsClass(core, slice);
    }

    /// <summary>A thread comes to this core: its virtual runtime is set (place_entity).</summary>
    internal abstract void Place(KernelThread thread, PlacementKind kind);

    /// <summary>A thread that has been placed here goes to sleep or to another core: what it carries along is put down.</summary>
    internal abstract void Leave(KernelThread thread);

    /// <summary>The running thread goes to sleep; the class may keep it in the queue for a while (<see cref="KernelThread.IsDelayed"/>).</summary>
    internal virtual void FallAsleep(KernelThread thread) => Leave(thread);

    /// <summary>A thread that fell asleep and was kept in the queue wakes up (requeue_delayed_entity).</summary>
    /// <returns>Whether it is back in the queue, where it was; if not, it has been taken out meanwhile, and has to be placed.</returns>
    internal virtual bool Rejoin(KernelThread thread) => false;

    /// <summary>The core has nothing to run: nothing is kept in the queue.</summary>
    internal virtual void WentIdle()
    {
    }

    /// <summary>A thread gets the core (set_next_entity).</summary>
    internal virtual void Begin(KernelThread thread)
    {
    }

    /// <summary>Whether a thread that has just joined the queue takes the core from the running one.</summary>
    internal abstract bool Preempts(KernelThread joined, KernelThread current);

    /// <summary>CPU time of the running thread until a tick may take the core from it, with the queue as it is; not below zero. <see cref="SimDuration.MaxValue"/> for never.</summary>
    internal abstract SimDuration UntilSliceEnd(KernelThread current);

    /// <summary>The running thread has run as long as it may: the core is up for a choice.</summary>
    internal virtual void EndSlice(KernelThread current)
    {
    }

    /// <summary>The waiting thread that would run if the core were free now, if there is one.</summary>
    internal abstract KernelThread? Best();

    /// <summary>Whether the running thread keeps the core when the choice is between it and the best of those that wait.</summary>
    internal abstract bool Keeps(KernelThread current, KernelThread best);

    /// <summary>CPU time in virtual time.</summary>
    internal static SimDuration Virtual(SimDuration cpuTime, int weight) => weight == NiceLevel.Usual ? cpuTime : cpuTime * NiceLevel.Usual / weight;

    /// <summary>Virtual time in CPU time, rounded up, so that it is over when it has passed.</summary>
    internal static SimDuration Real(SimDuration virtualTime, int weight) =>
        weight == NiceLevel.Usual ? virtualTime : SimDuration.FromPicoseconds((long)((((Int128)virtualTime.Picoseconds * weight) + NiceLevel.Usual - 1) / NiceLevel.Usual));

    /// <summary>The virtual runtime that a thread has at this instant.</summary>
    protected SimDuration RuntimeOf(KernelThread thread) => ReferenceEquals(thread, core.Current) ? core.RuntimeOfCurrent : thread.VirtualRuntime;
}
