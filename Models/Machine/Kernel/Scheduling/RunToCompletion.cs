using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>No class of the kernel's: a thread keeps its core until it sleeps, then the one with the least virtual runtime follows, in practice the one that has waited longest.</summary>
/// <remarks>For machines on which nothing costs time (<c>kernel.slice</c> zero): they are to be queueing models, with nothing in them that a formula does not know.</remarks>
internal sealed class RunToCompletion(Core core) : SchedulingClass(core)
{
    private SimDuration _virtualTime;

    internal override void Place(KernelThread thread, PlacementKind kind) =>
        thread.VirtualRuntime = kind == PlacementKind.Moved ? thread.Lag + _virtualTime : _virtualTime;

    /// <summary>What a thread is ahead of this queue it takes along.</summary>
    internal override void Leave(KernelThread thread) => thread.Lag = SimDuration.Max(SimDuration.Zero, thread.VirtualRuntime - _virtualTime);

    internal override void Begin(KernelThread thread) => _virtualTime = SimDuration.Max(_virtualTime, thread.VirtualRuntime);

    internal override bool Preempts(KernelThread joined, KernelThread current) => false;

    internal override SimDuration UntilSliceEnd(KernelThread current) => SimDuration.MaxValue;

    internal override KernelThread? Best()
    {
        KernelThread? best = null;
        foreach (var thread in Waiting)
        {
            if (best is null || thread.VirtualRuntime < best.VirtualRuntime) best = thread;
        }

        return best;
    }

    internal override bool Keeps(KernelThread current, KernelThread best) => true;
}
