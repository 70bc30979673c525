using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>Goroutines pay for what they allocate during a cycle by marking (gcAssistAlloc, gcParkAssist, gcFlushBgCredit in mgcmark.go).</summary>
/// <remarks>Not modelled: the CPU limiter of 1.19, which lets allocations go without assisting while the collector takes more than half of the CPU time.</remarks>
internal sealed class Assists(GoProcess process, Collector collector)
{
    /// <summary>Scan work that an assist does at least, to have credit for the allocations to come. Source: gcOverAssistWork, every Go version.</summary>
    private const long OverAssistWork = 64 << 10;

    private readonly Queue<Goroutine> _queue = new();
    private readonly List<Goroutine> _woken = [];

    /// <summary>Scan work of the background workers that nobody has claimed (bgScanCredit).</summary>
    internal long BackgroundCredit { get; private set; }

    /// <summary>CPU time of assists in this cycle.</summary>
    internal SimDuration Time { get; private set; }

    /// <summary>Goroutines that wait for credit, first come first. For checks.</summary>
    internal IReadOnlyCollection<Goroutine> Waiting => _queue;

    /// <summary>Goroutines that need wait no longer and are on their way into queues. For checks.</summary>
    internal IReadOnlyList<Goroutine> Woken => _woken;

    internal void StartCycle()
    {
        BackgroundCredit = 0;
        Time = SimDuration.Zero;
    }

    /// <summary>deductAssistCredit: an allocation is to be paid for.</summary>
    internal void Deduct(Goroutine g, long bytes)
    {
        if (g.AssistCycle != collector.Cycle)
        {
            g.AssistCycle = collector.Cycle; // credit and debt of earlier cycles are void (gcResetMarkState)
            g.AssistBytes = 0;
        }

        g.AssistBytes -= bytes;
    }

    /// <summary>Whether a goroutine must assist before it may allocate.</summary>
    internal bool IsOwed(Goroutine g) => collector.IsMarking && g.AssistCycle == collector.Cycle && g.AssistBytes < 0;

    /// <summary>gcAssistAlloc: steals credit, marks, or waits until the debt is paid.</summary>
    /// <returns><see langword="null"/> when it is; otherwise the goroutine leaves its M and comes back.</returns>
    internal async Process<RunOutcome?> Pay(WorkerThread m, Goroutine g)
    {
        await m.Thread.Settle();
        while (IsOwed(g))
        {
            var workPerByte = collector.Pacer.AssistWorkPerByte(collector.Work.Left);
            var debt = -g.AssistBytes;
            var owed = (long)(workPerByte * debt);
            if (owed < OverAssistWork)
            {
                owed = OverAssistWork;
                debt = (long)(owed / workPerByte);
            }

            owed -= Steal(g, owed, debt, workPerByte);
            if (owed == 0) break;
            if (await Mark(m, g, owed, workPerByte) && !await collector.MarkDone(m, g)) return RunOutcome.Parked;
            if (!IsOwed(g)) break;
            if (g.PreemptRequested) return RunOutcome.Preempted;
            if (TryPark(m, g)) return RunOutcome.Parked;
        }

        return null;
    }

    /// <summary>gcFlushBgCredit: a worker's scan work pays the debts of those who wait, first come first; what is left anybody may claim.</summary>
    internal void FlushCredit(WorkerThread m, long scanned)
    {
        if (_queue.Count == 0)
        {
            BackgroundCredit += scanned;
            return;
        }

        var workPerByte = collector.Pacer.AssistWorkPerByte(collector.Work.Left);
        var bytes = (long)(scanned / workPerByte);
        while (bytes > 0 && _queue.TryDequeue(out var g))
        {
            if (bytes + g.AssistBytes < 0)
            {
                // Paid in part, it goes to the back: a large debt must not hold up the small ones.
                g.AssistBytes += bytes;
                bytes = 0;
                _queue.Enqueue(g);
                break;
            }

            bytes += g.AssistBytes;
            g.AssistBytes = 0;
            process.Waker.Ready(m, g, next: false); // not to runnext: else allocating would jump the queue
        }

        BackgroundCredit += (long)(bytes * workPerByte);
    }

    /// <summary>gcWakeAllAssists: the cycle is over, and with it all debts.</summary>
    internal async Process WakeAll(WorkerThread m)
    {
        while (_queue.TryDequeue(out var g)) _woken.Add(g);
        _woken.Reverse(); // the first to come is the first in line
        await process.Waker.Inject(m, _woken);
    }

    private long Steal(Goroutine g, long owed, long debt, double workPerByte)
    {
        if (BackgroundCredit <= 0) return 0;
        var stolen = Math.Min(BackgroundCredit, owed);
        g.AssistBytes += stolen < owed ? 1 + (long)(stolen / workPerByte) : debt;
        BackgroundCredit -= stolen;
        return stolen;
    }

    /// <summary>gcAssistAlloc1 and gcDrainN.</summary>
    /// <returns>Whether nothing is left and nobody else marks: this goroutine ends the phase.</returns>
    private async Process<bool> Mark(WorkerThread m, Goroutine g, long owed, double workPerByte)
    {
        var begin = m.Thread.LocalNow;
        GoProcess.LeaveRunning(m, g, LatencyComponent.GcAssist, begin);
        collector.Work.Join();
        var done = 0L;
        while (done < owed && !g.PreemptRequested)
        {
            var scanned = await collector.Work.Scan(m, Math.Min(MarkWork.Piece, owed - done));
            if (scanned == 0 && collector.Work.Available == 0) break;
            done += scanned;
        }

        g.AssistBytes += 1 + (long)(done / workPerByte);
        collector.Work.Leave();
        Time += m.Thread.LocalNow - begin;
        process.Counters.GcAssistTime += m.Thread.LocalNow - begin;
        GoProcess.EnterRunning(m, g, m.Thread.LocalNow);
        return collector.IsMarking && collector.Work.IsDone;
    }

    /// <summary>gcParkAssist: waits for credit, unless there is some by now.</summary>
    private bool TryPark(WorkerThread m, Goroutine g)
    {
        if (BackgroundCredit > 0) return false;
        GoProcess.LeaveRunning(m, g, LatencyComponent.GcAssist, m.Thread.LocalNow);
        g.Park(WaitReason.GCAssistWait);
        _queue.Enqueue(g);
        return true;
    }
}
