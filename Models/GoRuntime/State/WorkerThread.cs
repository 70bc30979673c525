using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>A machine thread (M): a thread of the operating system that runs Go code while it holds a P.</summary>
public sealed class WorkerThread
{
    internal WorkerThread(int id, KernelThread thread, int maxEvents)
    {
        Id = id;
        Thread = thread;
        Park = thread.NewFutex();
        Events = new EpollEvent[maxEvents];
    }

    /// <summary>Number of the M, from 0.</summary>
    public int Id { get; }

    /// <summary>The thread beneath it.</summary>
    public KernelThread Thread { get; }

    /// <summary>The note that it sleeps on while it is parked (m.park): one sleeper at most.</summary>
    internal Futex Park { get; }

    /// <summary>The P it holds, if any.</summary>
    public Processor? P { get; internal set; }

    /// <summary>The goroutine it runs, if any.</summary>
    public Goroutine? Current { get; internal set; }

    /// <summary>The goroutine that is locked to it, if any: it runs no other (m.lockedg).</summary>
    public Goroutine? LockedG { get; internal set; }

    /// <summary>How often that one has called LockOSThread without UnlockOSThread (m.lockedExt).</summary>
    internal int LockCount { get; set; }

    /// <summary>Whether it holds a P, has nothing to run and searches (m.spinning).</summary>
    public bool Spinning { get; internal set; }

    /// <summary>The P it has been given and will take when it wakes (m.nextp).</summary>
    internal Processor? NextP { get; set; }

    /// <summary>The poll instance that it sleeps in, or is on its way to; <see langword="null"/> for none.</summary>
    internal PollInstance? PollsOn { get; set; }

    /// <summary>Until when it sleeps there at most.</summary>
    internal SimTime PollUntil { get; set; }

    /// <summary>The shard that it polls next; only the sharded netpoller looks at it.</summary>
    internal int NextShard { get; set; }

    /// <summary>The P it held when it entered a system call (m.oldp); it is the first that it tries to get when it returns.</summary>
    internal Processor? OldP { get; set; }

    /// <summary>That P's syscalltick at the time (m.syscalltick).</summary>
    internal uint SyscallTick { get; set; }

    /// <summary>What the kernel does in the short call that it is in; zero in none.</summary>
    internal SimDuration ShortCall { get; set; }

    /// <summary>Whether its thread has lost its core in a short call: only then can others see that its P is in a system call.</summary>
    internal bool IsHeldUpInCall => ShortCall > SimDuration.Zero && Thread.WaitsForCoreWithin(ShortCall);

    /// <summary>Whether the goroutine found last inherits the running slice.</summary>
    internal bool InheritTime { get; set; }

    /// <summary>Whether a searcher must be woken before the goroutine found last runs (tryWakeP of findRunnable).</summary>
    internal bool MustWakeP { get; set; }

    /// <summary>Goroutines of the last netpoll, in order of events; the last one runs first.</summary>
    internal List<Goroutine> Harvested { get; } = [];

    /// <summary>The one of them that runs here, while the others are put into queues.</summary>
    internal Goroutine? FirstHarvested { get; set; }

    internal EpollEvent[] Events { get; }

    /// <summary>When the thread was last woken or created to work, and when it got its core. A nap of its own, such as the pause before it takes a runnext, is no such wake-up.</summary>
    internal SimTime WokenAt { get; private set; }

    internal SimTime OnCoreAt { get; private set; }

    /// <summary>The thread's core-wait time that has been booked, or that came before the request it computes on.</summary>
    internal SimDuration CoreWaitSeen { get; set; }

    /// <summary>As <see cref="CoreWaitSeen"/>, for its wait for cache lines.</summary>
    internal SimDuration LineWaitSeen { get; set; }

    /// <summary>The thread is on its core after somebody woke it: requests that have waited for that are told.</summary>
    internal void NoteWakeUp()
    {
        WokenAt = Thread.WokenAt;
        OnCoreAt = Thread.OnCoreAt;
    }
}
