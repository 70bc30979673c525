using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>handoffp (proc.go): what becomes of a P whose M can no longer use it.</summary>
/// <remarks>It must start an M wherever findRunnable would return a goroutine, or that goroutine waits although a P is free. The order is Go's, the same in every version.</remarks>
internal sealed class HandOff(GoProcess process)
{
    /// <summary>Finds an M for a P that belongs to nobody, or puts it on the idle stack.</summary>
    internal void HandOffP(KernelThread by, Processor p)
    {
        var sched = process.Sched;
        if (p.HasWork || sched.GlobalLength > 0)
        {
            process.Waker.StartM(by, p, spinning: false);
            return;
        }

        if (process.Gc is { IsMarking: true, Work.Available: > 0 })
        {
            process.Waker.StartM(by, p, spinning: false);
            return;
        }

        // Nobody searches and nobody idles: work that comes up elsewhere at this moment would find no searcher.
        // Without spinning Ms an ordinary one has a look.
        if (sched.Spinning + sched.IdlePs == 0)
        {
            var spinning = process.Options.Spinning;
            if (spinning)
            {
                process.Waker.AddSpinning(1);
                sched.NeedSpinning = false;
            }

            process.Waker.StartM(by, p, spinning);
            return;
        }

        sched.Lock(by);
        if (sched.GcWaiting)
        {
            process.World.StopP(by, p);
            return;
        }

        if (p.MustRunSafePoint) process.SafePoints.Run(by, p);
        if (sched.GlobalLength > 0 || process.Netpoller.NeedsPoller(p))
        {
            process.Waker.StartM(by, p, spinning: false);
            return;
        }

        var when = p.Timers.WakeTime;
        sched.PutIdle(p);
        sched.ChangeMask(by);
        if (when != SimTime.MaxValue) process.Netpoller.WakeBefore(by, p, when);
    }
}
