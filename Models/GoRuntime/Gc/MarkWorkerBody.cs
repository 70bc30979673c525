using GmpSim.Engine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>A background mark worker (gcBgMarkWorker in mgc.go): marks in the mode that its P was given, then goes back to the pool.</summary>
internal sealed class MarkWorkerBody(GoProcess process, Collector collector) : IGoroutineBody
{
    /// <summary>Bytes between two looks whether to stop, for workers that may. Source: drainCheckThreshold, every Go version.</summary>
    private const long CheckEvery = 100_000;

    private bool _isEnding;

    /// <inheritdoc/>
    public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
    {
        if (!_isEnding) _isEnding = await Mark(m, g);
        if (_isEnding)
        {
            if (!await collector.MarkDone(m, g)) return RunOutcome.Parked;
            _isEnding = false;
        }

        collector.Workers.Park(g);
        return RunOutcome.Parked;
    }

    /// <summary>Marks in the mode of the P.</summary>
    /// <returns>Whether this worker was the last one and nothing is left: it ends the phase.</returns>
    private async Process<bool> Mark(WorkerThread m, Goroutine g)
    {
        var thread = m.Thread;
        var p = m.P!;
        var begin = thread.LocalNow;
        collector.Work.Join();
        await Drain(m, g, untilPreempt: true, begin);
        if (p.MarkWorkerMode == MarkWorkerMode.Dedicated)
        {
            // Preempted once: a sign that the P is wanted. Kick everything out of its queue, so that others can run it, and go on.
            if (g.PreemptRequested) process.Queues.DrainToGlobal(m, p);
            await Drain(m, g, untilPreempt: false, begin);
        }

        collector.Workers.Stopped(p, thread.LocalNow - begin);
        collector.Work.Leave();
        return collector.IsMarking && collector.Work.IsDone;
    }

    /// <summary>gcDrain: until there is nothing left, the worker has to give way, or has done enough.</summary>
    private async Process Drain(WorkerThread m, Goroutine g, bool untilPreempt, SimTime begin)
    {
        var p = m.P!;
        var untilCheck = CheckEvery;
        while (!MustGiveWay(g, p, untilPreempt))
        {
            var scanned = await collector.Work.Scan(m, MarkWork.Piece);
            if (scanned == 0 && collector.Work.Available == 0) return;
            collector.Assists.FlushCredit(m, scanned);
            untilCheck -= scanned;
            if (untilCheck > 0 || p.MarkWorkerMode == MarkWorkerMode.Dedicated) continue;
            untilCheck += CheckEvery;
            if (p.MarkWorkerMode == MarkWorkerMode.Idle
                    ? await process.WorkFinder.PollWork(m)
                    : collector.Workers.HasGivenItsShare(p, m.Thread.LocalNow - begin, m.Thread.LocalNow))
            {
                return;
            }
        }
    }

    /// <summary>A dedicated worker that has been preempted once heeds only a stop of the world and the ragged barrier.</summary>
    private bool MustGiveWay(Goroutine g, Processor p, bool untilPreempt) =>
        g.PreemptRequested && (untilPreempt || process.Sched.GcWaiting || p.MustRunSafePoint);
}
