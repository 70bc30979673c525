using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>What can be done with a P's local queue and the global queue (runqput, runqget, runqgrab, globrunqget in proc.go).</summary>
internal sealed class RunQueues(GoProcess process)
{
    /// <summary>How many goroutines globrunqget moves at most. Source: globrunqgetbatch in findRunnable, half the ring.</summary>
    private const int GlobalBatch = Processor.QueueCapacity / 2;

    private const uint Mask = Processor.QueueCapacity - 1;

    /// <summary>runqput: into runnext (the old one goes to the tail) or to the tail. Only the owner of the P does this.</summary>
    internal void Put(WorkerThread m, Processor p, Goroutine g, bool next)
    {
        if (next && process.Options.Runnext)
        {
            m.Thread.StoreLine(p.RunnextLine);
            var evicted = p.Runnext;
            p.Runnext = g;
            if (evicted is null) return;
            g = evicted;
        }

        m.Thread.WriteLine(p.QueueLine);
        if (p.RingLength == Processor.QueueCapacity)
        {
            Overflow(m, p, g);
            return;
        }

        PutTail(p, g);
    }

    /// <summary>Appends to the ring, which must have room.</summary>
    internal static void PutTail(Processor p, Goroutine g)
    {
        p.Ring[p.Tail & Mask] = g;
        p.Tail++;
    }

    /// <summary>runqget: runnext first, which inherits the slice; else the head of the ring.</summary>
    internal static Goroutine? Get(KernelThread thread, Processor p, out bool inheritTime)
    {
        if (p.Runnext is not null) thread.StoreLine(p.RunnextLine);
        else if (p.RingLength > 0) thread.StoreLine(p.QueueLine);
        return Take(p, out inheritTime);
    }

    /// <summary>What <see cref="Get"/> takes, at nobody's cost.</summary>
    internal static Goroutine? Take(Processor p, out bool inheritTime)
    {
        if (p.Runnext is { } next)
        {
            p.Runnext = null;
            inheritTime = true;
            return next;
        }

        inheritTime = false;
        return TakeHead(p);
    }

    /// <summary>globrunqget: takes a fair share of the global queue; the first is returned, the others go to the empty ring.</summary>
    internal Goroutine? GetGlobalBatch(Processor p)
    {
        var sched = process.Sched;
        var count = Math.Min(Math.Min(GlobalBatch, sched.GlobalLength), (sched.GlobalLength / process.AllP.Length) + 1);
        count = Math.Min(count, Processor.QueueCapacity - p.RingLength + 1);
        var first = sched.GlobalGet();
        for (var i = 1; i < count; i++)
        {
            var g = sched.GlobalGet()!;
            if (g.Clock is { } clock)
            {
                GoProcess.BookWakeUp(p.M!, clock);
                clock.Enter(LatencyComponent.LocalQueue, p.M!.Thread.LocalNow);
            }

            PutTail(p, g);
        }

        return first;
    }

    /// <summary>runqgrab without runnext: moves the older half of the victim's ring, rounded up, into the thief's.</summary>
    /// <returns>The newest of them, to run at once; <see langword="null"/> when the victim's ring is empty.</returns>
    internal static Goroutine? StealHalf(Processor thief, Processor victim)
    {
        var length = victim.RingLength;
        var count = length - (length / 2);
        if (count == 0) return null;
        for (var i = 1; i < count; i++) PutTail(thief, TakeHead(victim)!);
        return TakeHead(victim);
    }

    /// <summary>runqdrain: runnext and the ring go to the global queue, in order (one by one up to 1.16, which ends the same).</summary>
    internal void DrainToGlobal(WorkerThread m, Processor p)
    {
        if (!p.HasWork) return;
        process.Sched.Lock(m.Thread);
        while (Get(m.Thread, p, out _) is { } g)
        {
            g.Clock?.Enter(Results.LatencyComponent.GlobalQueue, m.Thread.LocalNow);
            process.Sched.GlobalPut(g);
        }
    }

    /// <summary>runqputslow: half of the ring and the new goroutine go to the global queue, 129 in all.</summary>
    private void Overflow(WorkerThread m, Processor p, Goroutine g)
    {
        process.Sched.Lock(m.Thread);
        for (var i = 0; i < Processor.QueueCapacity / 2; i++) PutGlobal(TakeHead(p)!, m.Thread.LocalNow);
        if (process.Options.Fault != GoFault.OverflowLosesOne) PutGlobal(g, m.Thread.LocalNow);
    }

    private void PutGlobal(Goroutine g, SimTime at)
    {
        g.Clock?.Enter(LatencyComponent.GlobalQueue, at);
        process.Counters.ShedToGlobal++;
        process.Sched.GlobalPut(g);
    }

    private static Goroutine? TakeHead(Processor p)
    {
        if (p.Head == p.Tail) return null;
        ref var slot = ref p.Ring[p.Head & Mask];
        var g = slot;
        slot = null;
        p.Head++;
        return g;
    }
}
