using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>Asking goroutines to give up their P (preemptone, preemptM in proc.go and signal_unix.go).</summary>
/// <remarks>
/// A request does two things. It poisons the goroutine's stack guard, so that the next function prologue yields: here
/// the next operation of its program, for computing has no prologue inside. And from 1.14 on, unless asyncpreemptoff=1,
/// it signals the thread, which cuts computing short when the thread is on a core.
/// </remarks>
internal sealed class Preemption(GoProcess process)
{
    /// <summary>preemptone: asks the goroutine that runs on a P, if any. Best effort: it may have left before it hears of it.</summary>
    /// <returns>Whether there was one to ask. One in a system call cannot answer and is not asked.</returns>
    internal bool PreemptOne(KernelThread by, Processor p)
    {
        if (p.M is not { Current: { Status: GoroutineStatus.Running } g } m || ReferenceEquals(m.Thread, by)) return false;
        g.PreemptRequested = true;
        if (process.Options.AsyncPreempt) PreemptM(by, m);
        return true;
    }

    /// <summary>preemptM: tgkill(SIGURG), at most one pending for each M (signalPending).</summary>
    private static void PreemptM(KernelThread by, WorkerThread m)
    {
        if (m.Thread.HasPendingSignal) return;
        by.Signal(m.Thread);
    }
}
