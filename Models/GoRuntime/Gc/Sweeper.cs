using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>Sweeping between two cycles: a goroutine in the background, and every allocation its share (bgsweep, deductSweepCredit in mgcsweep.go).</summary>
/// <remarks>The heap is taken as spans of 8 KiB; sweeping one costs <c>go.gc_sweep_span</c>.</remarks>
internal sealed class Sweeper(GoProcess process, GcPacer pacer) : IGoroutineBody
{
    private const long SpanBytes = 8 << 10;

    /// <summary>Spans that the background sweeper does between two thoughts of others. Source: sweepBatchSize, bgsweep.</summary>
    private const long Batch = 10;

    private readonly HelperGoroutine _sweeper = new(process, WaitReason.GCSweepWait);
    private long _spans;
    private long _basis;

    /// <summary>Spans that are still to be swept.</summary>
    internal long Left { get; private set; }

    /// <summary>The sweeper while it waits for the next cycle. For checks.</summary>
    internal Goroutine? Waiting => _sweeper.Waiting;

    /// <summary>gcenable starts it once; here with the first cycle.</summary>
    internal void Create(WorkerThread m)
    {
        if (_sweeper.IsStarted) return;
        m.Thread.SpendInRuntime(process.Costs.Create);
        _sweeper.Start(this);
    }

    /// <summary>gcSweep: everything that was in use is to be swept; the sweeper is woken.</summary>
    internal void Begin(WorkerThread m, long heapBytes)
    {
        _spans = heapBytes / SpanBytes;
        Left = _spans;
        _basis = pacer.HeapLive;
        if (_sweeper.IsParked) _sweeper.Wake(m);
    }

    /// <summary>deductSweepCredit: all spans must be swept when the heap reaches its trigger, so an allocation sweeps as many as keep the pace.</summary>
    internal void SweepInProportion(WorkerThread m)
    {
        if (Left == 0) return;
        var distance = Math.Max(pacer.Trigger - _basis, 1);
        var due = (long)((pacer.HeapLive - _basis) / (double)distance * _spans);
        Sweep(m, due - (_spans - Left));
    }

    /// <summary>Whoever starts a cycle sweeps what is left of the last one.</summary>
    internal void Finish(WorkerThread m) => Sweep(m, Left);

    /// <inheritdoc/>
    public async Process<RunOutcome> Run(WorkerThread m, Goroutine g)
    {
        while (Left > 0)
        {
            Sweep(m, Batch);
            await m.Thread.Settle();
            // goschedIfBusy from 1.20 on: it keeps the P while others are idle.
            var keepsP = process.Options.Rules.SweeperYieldsOnlyIfBusy && !g.PreemptRequested && process.Sched.IdlePs > 0;
            if (!keepsP) return RunOutcome.Yielded;
        }

        _sweeper.Park();
        return RunOutcome.Parked;
    }

    private void Sweep(WorkerThread m, long spans)
    {
        spans = Math.Min(spans, Left);
        if (spans <= 0) return;
        Left -= spans;
        m.Thread.SpendInRuntime(process.Costs.GcSweepSpan * spans);
    }
}
