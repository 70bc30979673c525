using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>runtime.LockOSThread: a goroutine that runs on one M only, and that M runs nothing else (stoplockedm, startlockedm, mexit in proc.go).</summary>
/// <remarks>So each time it blocks and goes on costs two futex wakes and two thread switches: its M must give the P away, and whoever finds the goroutine must give his to that M.</remarks>
public sealed class LockedThreads
{
    private readonly GoProcess _process;
    private readonly List<WorkerThread> _locked = [];

    internal LockedThreads(GoProcess process) => _process = process;

    /// <summary>Ms that sleep until their goroutine is found (nmidlelocked).</summary>
    public int Idle { get; private set; }

    /// <summary>LockOSThread. Calls nest; the first of a process starts its template thread.</summary>
    public void Lock(WorkerThread m, Goroutine g)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        _process.Threads.StartTemplate(m.Thread);
        if (m.LockCount++ > 0) return;
        m.LockedG = g;
        g.LockedM = m;
        _locked.Add(m);
    }

    /// <summary>UnlockOSThread: undoes one call of <see cref="Lock"/>; nothing where there is none.</summary>
    public void Unlock(WorkerThread m)
    {
        ArgumentNullException.ThrowIfNull(m);
        if (m.LockCount > 0 && --m.LockCount == 0) Release(m);
    }

    /// <summary>Whether a thread is one that a goroutine is locked to.</summary>
    internal bool IsLocked(KernelThread thread)
    {
        foreach (var m in _locked)
        {
            if (ReferenceEquals(m.Thread, thread)) return true;
        }

        return false;
    }

    /// <summary>stoplockedm: the M of a locked goroutine that cannot go on gives its P away and sleeps until somebody brings one for it.</summary>
    internal async Process StopLockedM(WorkerThread m)
    {
        if (m.P is not null) _process.HandOff.HandOffP(m.Thread, Waker.ReleaseP(m));
        Idle++;
        do
        {
            m.Park.BeginWait(m.Thread);
            await m.Thread.Block();
        }
        while (m.NextP is null);
        Waker.AcquireNextP(m);
        m.InheritTime = false;
        _process.Scheduler.Execute(m, m.LockedG!);
    }

    /// <summary>startlockedm: an M that has found a goroutine locked to another M gives it the P and parks.</summary>
    internal async Process StartLockedM(WorkerThread m, Goroutine g)
    {
        var owner = g.LockedM!;
        Idle--;
        owner.NextP = Waker.ReleaseP(m);
        owner.Park.Wake(m.Thread);
        g.Clock?.Enter(LatencyComponent.WakeUp, m.Thread.LocalNow);
        await _process.Waker.StopM(m);
    }

    /// <summary>goexit0 and mexit: a goroutine has ended without unlocking; nobody knows what it did to its thread, so that ends, too.</summary>
    /// <remarks>The main thread cannot end: it sleeps for ever.</remarks>
    internal async Process ExitM(WorkerThread m)
    {
        m.LockCount = 0;
        Release(m);
        _process.HandOff.HandOffP(m.Thread, Waker.ReleaseP(m));
        _process.Threads.Free(m);
        while (m.Id == 0) await m.Thread.Block();
        await m.Thread.Settle();
    }

    private void Release(WorkerThread m)
    {
        m.LockedG!.LockedM = null;
        m.LockedG = null;
        _locked.Remove(m);
    }
}
