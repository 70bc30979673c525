using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>stealWork and runqsteal (proc.go): taking goroutines and timers from other Ps.</summary>
internal sealed class WorkStealing(GoProcess process)
{
    /// <summary>Passes over all Ps. Source: stealTries, stealWork, every Go version.</summary>
    private const int Passes = 4;

    private readonly RandomStream _order = process.Host.Simulation.Stream("go/steal-order");
    private int[] _coprimes = [];
    private int _coprimesOf;

    /// <summary>Four passes over the other Ps in random order; timers and runnext only in the last.</summary>
    internal async Process<Goroutine?> Steal(WorkerThread m, Processor thief)
    {
        var count = process.AllP.Length;
        if (count != _coprimesOf)
        {
            _coprimes = Coprimes(count); // stealOrder.reset, after GOMAXPROCS has changed
            _coprimesOf = count;
        }

        for (var pass = 0; pass < Passes; pass++)
        {
            var last = pass == Passes - 1;
            await m.Thread.Settle();
            var (start, stride) = RandomOrder(count);
            for (var i = 0; i < count; i++)
            {
                var victim = process.AllP[(int)((start + ((long)i * stride)) % count)];
                if (process.Sched.GcWaiting) return null;
                if (ReferenceEquals(victim, thief)) continue;

                if (last && process.Timers.Check(m, victim, out _) && RunQueues.Get(thief, out _) is { } readied) return readied;

                if (!process.Options.Steal) continue; // timers must not be stranded on a P that nobody runs
                if (victim.IsIdle && process.Options.Rules.SkipsIdleVictims) continue;
                if (StealFrom(m, thief, victim) is { } stolen) return stolen;
                if (last && victim.Runnext is not null && await StealRunnext(m, thief, victim) is { } next) return next;
            }
        }

        return null;
    }

    /// <summary>checkRunqsNoP: whether any P has work waiting.</summary>
    internal bool AnyQueueHasWork()
    {
        foreach (var p in process.AllP)
        {
            if (!p.IsIdle && (p.RingLength > 0 || p.Runnext is not null)) return true;
        }

        return false;
    }

    private Goroutine? StealFrom(WorkerThread m, Processor thief, Processor victim)
    {
        var counters = process.Counters;
        counters.StealAttempts++;
        var thread = m.Thread;
        thread.Spend(victim.QueueLine.Read(thread.Core.Number, thread.LocalNow));
        var stolen = RunQueues.StealHalf(thief, victim);
        if (stolen is null) return null;
        if (process.Options.Fault == GoFault.StealLosesOne && thief.RingLength > 0) thief.Tail--;
        counters.Steals++;
        thread.Spend(victim.QueueLine.Write(thread.Core.Number, thread.LocalNow));
        return stolen;
    }

    /// <summary>
    /// runqgrab's last resort. The victim is probably about to run it: wait as long as a hand-over takes, then take it
    /// if it is still there; if the victim has another by then, begin again with its ring.
    /// </summary>
    private async Process<Goroutine?> StealRunnext(WorkerThread m, Processor thief, Processor victim)
    {
        while (victim.Runnext is { } next)
        {
            if (victim is { M: not null, IsInSyscall: false } && process.Options.StealPause > SimDuration.Zero)
                await process.Sleep(m.Thread, process.Options.StealPause);

            if (ReferenceEquals(victim.Runnext, next))
            {
                victim.Runnext = null;
                process.Counters.Steals++;
                m.Thread.Spend(victim.QueueLine.Write(m.Thread.Core.Number, m.Thread.LocalNow));
                return next;
            }

            if (StealFrom(m, thief, victim) is { } stolen) return stolen;
        }

        return null;
    }

    /// <summary>randomOrder: a random start and a random stride coprime to the number of Ps visit each P once.</summary>
    private (int Start, int Stride) RandomOrder(int count)
    {
        var r = (uint)_order.NextBits();
        return ((int)(r % (uint)count), _coprimes[(int)(r / (uint)count % (uint)_coprimes.Length)]);
    }

    private static int[] Coprimes(int count) =>
        [.. Enumerable.Range(1, count).Where(stride => System.Numerics.BigInteger.GreatestCommonDivisor(stride, count).IsOne)];
}
