using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>retake (proc.go): sysmon's look at every P for slices that last too long and Ps that system calls hold for nothing.</summary>
/// <remarks>
/// A slice is a span of constant schedtick, so goroutines that hand over to each other through runnext share one.
/// What sysmon saw at its last look is all that it knows (sysmontick): a slice is as old as the look that first saw it.
/// </remarks>
internal sealed class Retaker(GoProcess process)
{
    /// <summary>How long a slice may last. Source: forcePreemptNS, every Go version.</summary>
    private static readonly SimDuration s_slice = SimDuration.FromMilliseconds(10);

    /// <summary>How long a P without work may stay in a system call while others idle or search. Source: retake, every Go version.</summary>
    private static readonly SimDuration s_mayKeep = SimDuration.FromMilliseconds(10);

    /// <summary>Looks at every P once.</summary>
    /// <returns>How many Ps it took from system calls.</returns>
    internal int Retake(KernelThread thread)
    {
        var taken = 0;
        var now = thread.LocalNow;
        foreach (var p in process.AllP)
        {
            thread.ReadLine(p.StatusLine);
            if (p.Status is not (ProcessorStatus.Running or ProcessorStatus.Syscall)) continue;
            var isOverdue = CheckSlice(thread, p, now);
            if (!p.IsInSyscall || MayKeep(p, isOverdue, now)) continue;
            Syscalls.TakeP(p);
            process.Counters.Retakes++;
            taken++;
            if (process.Options.Fault != GoFault.RetakeWithoutHandOff) process.HandOff.HandOffP(thread, p);
        }

        return taken;
    }

    /// <summary>Asks for a yield at every look, from 10 ms after the look that first saw this slice until the slice ends.</summary>
    /// <returns>Whether the slice is too long; a P in a system call must then be taken, for it cannot hear of the request.</returns>
    private bool CheckSlice(KernelThread thread, Processor p, SimTime now)
    {
        if (p.SeenSchedTick != p.SchedTick)
        {
            p.SeenSchedTick = p.SchedTick;
            p.SeenSchedWhen = now;
            return false;
        }

        if (p.SeenSchedWhen + s_slice > now) return false;
        process.Preemption.PreemptOne(thread, p);
        return true;
    }

    /// <summary>At the first look at a call it keeps its P; later, only if nobody could use the P, and for 10 ms at most.</summary>
    private bool MayKeep(Processor p, bool isOverdue, SimTime now)
    {
        if (!isOverdue && p.SeenSyscallTick != p.SyscallTick)
        {
            p.SeenSyscallTick = p.SyscallTick;
            p.SeenSyscallWhen = now;
            return true;
        }

        return !p.HasWork && process.Sched.Spinning + process.Sched.IdlePs > 0 && p.SeenSyscallWhen + s_mayKeep > now;
    }
}
