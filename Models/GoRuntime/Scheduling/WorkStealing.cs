using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>stealWork and runqsteal (proc.go): taking goroutines and timers from other Ps.</summary>
/// <remarks>
/// A search looks at every other P four times, so a failed one costs the more cache lines the more Ps there are (golang/go#28808).
/// A victim's head and tail are one line, its runnext another; the slots that a thief copies come after, eight a line.
/// </remarks>
internal sealed class WorkStealing(GoProcess process)
{
    /// <summary>Passes over all Ps. Source: stealTries, stealWork, every Go version.</summary>
    private const int Passes = 4;

    /// <summary>Slots of a ring on a cache line: pointers.</summary>
    private const int SlotsPerLine = 8;

    private readonly RandomStream _order = process.Host.Simulation.Stream("go/steal-order");
    private int[] _coprimes = [];
    private int _coprimesOf;

    /// <summary>Four passes over the other Ps in random order; any timers and runnext only in the last.</summary>
    internal async Process<StealResult> Steal(WorkerThread m, Processor thief)
    {
        var result = new StealResult { PollUntil = SimTime.MaxValue };
        for (var pass = 0; pass < Passes; pass++)
        {
            await m.Thread.Settle();
            var walk = RandomOrder(process.AllP.Length);
            while (!Look(m, thief, pass, ref walk, ref result))
            {
                if (!walk.AtRunnext) break;
                result.Goroutine = await StealRunnext(m, thief, process.AllP[walk.At]);
                if (result.Goroutine is not null) return result;
            }

            if (walk.Left > 0) return result; // not at its end: the search is over
        }

        return result;
    }

    /// <summary>Goes on with a pass until something is found, until it comes to a runnext, which takes a pause to steal, or to its end.</summary>
    /// <returns>Whether the search is over.</returns>
    /// <remarks>Apart from <see cref="Steal"/> because on a large machine it looks at hundreds of Ps between two waits.</remarks>
    private bool Look(WorkerThread m, Processor thief, int pass, ref Walk walk, ref StealResult result)
    {
        var rules = process.Options.Rules;
        var last = pass == Passes - 1;
        var timersFirst = rules.TimersBeforeRunQueue;
        var idle = process.Sched.IdleMask;
        var skipsIdle = rules.SkipsIdleVictims && timersFirst && !last;
        if (process.Sched.GcWaiting)
        {
            result.NewWork = true;
            return true;
        }

        if (rules.SkipsIdleVictims) process.Sched.LookAtMask(m.Thread);
        for (; walk.Left > 0; walk.Next())
        {
            if (skipsIdle && !walk.SkipIdle(idle)) return false;
            var victim = process.AllP[walk.At];
            if (!walk.AtRunnext)
            {
                if (ReferenceEquals(victim, thief)) continue;

                // Timers count as runnable goroutines from 1.16 on, and come first, for they may be on an idle P, or its M may compute.
                if (timersFirst && last && RunTimers(m, victim, ref result)) return true;

                // Without stealing timers are still run: they must not be stranded on a P that nobody runs.
                if (process.Options.Steal && !(victim.IsIdle && rules.SkipsIdleVictims))
                {
                    result.Goroutine = StealHalf(m, thief, victim);
                    if (result.Goroutine is not null) return true;
                    if (last) m.Thread.ReadLine(victim.RunnextLine);
                    walk.AtRunnext = last && victim.Runnext is not null;
                    if (walk.AtRunnext) return false;
                }
            }

            walk.AtRunnext = false;
            if (!timersFirst && MayRunTimers(victim, pass) && RunTimers(m, victim, ref result)) return true;
        }

        return false;
    }

    /// <summary>checkRunqsNoP: whether any P has work waiting.</summary>
    internal bool AnyQueueHasWork(KernelThread thread)
    {
        process.Sched.LookAtMask(thread);
        foreach (var p in process.AllP)
        {
            if (p.IsIdle) continue;
            thread.ReadLine(p.QueueLine);
            thread.ReadLine(p.RunnextLine);
            if (p.HasWork) return true;
        }

        return false;
    }

    /// <summary>Up to 1.15 timers of a P were left to its own M unless that was asked to yield (shouldStealTimers), or, in the last pass of 1.15, always taken.</summary>
    private bool MayRunTimers(Processor victim, int pass)
    {
        var rules = process.Options.Rules;
        if (pass == Passes - 1 && rules.StealsAnyTimer) return true;
        return pass >= rules.FirstPassForMarkedTimers && (victim.M is not { } m || m.Current is { PreemptRequested: true });
    }

    /// <summary>Runs what is due on a victim's heap; whatever that readies comes to the thief.</summary>
    /// <returns>Whether the thief has a goroutine to run now.</returns>
    private bool RunTimers(WorkerThread m, Processor victim, ref StealResult result)
    {
        if (victim.Timers.Count == 0) return false; // its bit in timerpMask
        var ran = process.Timers.Check(m, victim, out var next);
        result.PollUntil = SimTime.Min(result.PollUntil, next);
        if (!ran) return false;
        result.NewWork = true;
        result.Goroutine = RunQueues.Get(m.Thread, m.P!, out var inheritTime);
        result.InheritTime = inheritTime;
        return result.Goroutine is not null;
    }

    private Goroutine? StealHalf(WorkerThread m, Processor thief, Processor victim)
    {
        var counters = process.Counters;
        counters.StealAttempts++;
        var thread = m.Thread;
        thread.ReadLine(victim.QueueLine);
        var length = victim.RingLength;
        var stolen = RunQueues.StealHalf(thief, victim);
        if (stolen is null) return null;
        thread.PullLines(victim.LastCore, (length - (length / 2) + SlotsPerLine - 1) / SlotsPerLine);
        if (process.Options.Fault == GoFault.StealLosesOne && thief.RingLength > 0) thief.Tail--;
        counters.Steals++;
        thread.WriteLine(victim.QueueLine);
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
            {
                victim.ThievesAtRunnext++;
                await process.Sleep(m.Thread, process.Options.StealPause);
                victim.ThievesAtRunnext--;
            }

            if (ReferenceEquals(victim.Runnext, next))
            {
                victim.Runnext = null;
                process.Counters.Steals++;
                m.Thread.WriteLine(victim.RunnextLine);
                return next;
            }

            if (StealHalf(m, thief, victim) is { } stolen) return stolen;
        }

        return null;
    }

    /// <summary>randomOrder: a random start and a random stride coprime to the number of Ps visit each P once.</summary>
    /// <remarks>Up to 1.18 both came from the same low digits of the random number, so not every pair was possible.</remarks>
    private Walk RandomOrder(int count)
    {
        if (count != _coprimesOf) ResetOrder(count);
        var r = (uint)_order.NextBits();
        var strides = (uint)_coprimes.Length;
        var stride = process.Options.Rules.StealOrderUsesQuotient ? r / (uint)count % strides : r % strides;
        return new((int)(r % (uint)count), _coprimes[stride], count);
    }

    /// <summary>randomOrder.reset, when the number of Ps has changed.</summary>
    private void ResetOrder(int count)
    {
        _coprimesOf = count;
        _coprimes = [.. Enumerable.Range(1, count).Where(stride => System.Numerics.BigInteger.GreatestCommonDivisor(stride, count).IsOne)];
    }
    /// <summary>A way round all Ps, and how far one has come.</summary>
    private struct Walk(int start, int stride, int count)
    {
        private readonly int _count = count;

        /// <summary>Number of the P it has come to.</summary>
        internal int At { get; private set; } = start;

        /// <summary>Ps to look at still, this one included.</summary>
        internal int Left { get; private set; } = count;

        /// <summary>Whether it waits before the runnext of this P.</summary>
        internal bool AtRunnext { get; set; }

        /// <summary>Goes on to the next P whose bit in idlepMask is not set: with most Ps idle this is what a search does nearly all the time.</summary>
        /// <returns>Whether there is one.</returns>
        internal bool SkipIdle(ReadOnlySpan<bool> idle)
        {
            var (at, left) = (At, Left);
            while (left > 0 && (uint)at < (uint)idle.Length && idle[at])
            {
                left--;
                at += stride;
                if (at >= _count) at -= _count;
            }

            (At, Left) = (at, left);
            return left > 0;
        }

        internal void Next()
        {
            Left--;
            At += stride;
            if (At >= _count) At -= _count;
        }
    }
}
