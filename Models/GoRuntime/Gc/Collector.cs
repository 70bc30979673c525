using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>The garbage collector as the scheduler sees it (gcStart, gcMarkDone, gcMarkTermination in mgc.go): who runs, who waits, when the world stops.</summary>
/// <remarks>
/// The heap itself is two figures: bytes in use, which allocations raise, and bytes alive, which the scenario gives. A cycle: the
/// goroutine whose allocation reaches the trigger stops the world (sweep termination), marking runs on a quarter of the Ps, on
/// allocating goroutines and on idle Ps; whoever finds nothing left runs the ragged barrier until no P has had work since the
/// last one, and stops the world again (mark termination). Sweeping goes on beside the program until the next cycle.
/// </remarks>
public sealed class Collector : ISafePointFunction
{
    /// <summary>Bytes of stack that are scanned for each goroutine. Source: assumed; the smallest stack, stackMin in runtime/stack.go.</summary>
    private const long StackBytes = 2048;

    private readonly GoProcess _process;
    private readonly RuntimeSemaphore _startSema;
    private readonly RuntimeSemaphore _markDoneSema;
    private bool _someFlushed;
    private SimTime _markStart;
    private SimDuration _idleBefore;

    internal Collector(GoProcess process, GcOptions options)
    {
        _process = process;
        _startSema = new(process);
        _markDoneSema = new(process);
        Pacer = new(options, process.Options.Rules);
        Work = new(process);
        Workers = new(process, Work);
        Assists = new(process, this);
        Sweeper = new(process, Pacer);
        Forced = new(process, this);
        Pacer.Commit(stackBytes: 0);
    }

    /// <summary>Whether a cycle is in progress, sweeping apart (gcphase is not _GCoff).</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether workers and assists mark (gcBlackenEnabled). Changes only while the world is stopped.</summary>
    public bool IsMarking { get; private set; }

    /// <summary>Cycles started so far.</summary>
    public int Cycle { get; private set; }

    /// <summary>What sync.Pool has asked for at the start of every cycle, while the world stands still (runtime_registerPoolCleanup); <see langword="null"/> for nothing.</summary>
    public Action? PoolCleanup { get; set; }

    /// <summary>When the last cycle ended; <see langword="null"/> before the first has.</summary>
    internal SimTime? LastEnd { get; private set; }

    internal GcPacer Pacer { get; }

    internal MarkWork Work { get; }

    internal MarkWorkers Workers { get; }

    internal Assists Assists { get; }

    internal Sweeper Sweeper { get; }

    internal ForcedGc Forced { get; }

    /// <summary>Goroutines parked on the collector's own semaphores. For checks.</summary>
    internal IEnumerable<Goroutine> StartingOrEnding => _startSema.Waiting.Concat(_markDoneSema.Waiting);

    private long Stacks => _process.Counters.Live.Level * StackBytes;

    /// <summary>mallocgc: what an allocation has to do with the collector. Its own time is part of the program's computing.</summary>
    /// <param name="m">The M.</param>
    /// <param name="g">The goroutine that allocates.</param>
    /// <param name="bytes">How much.</param>
    /// <param name="isResumed">Whether this allocation has sent the goroutine away before, and it is back.</param>
    /// <returns><see langword="null"/> when the bytes are allocated; otherwise how the goroutine leaves its M, to come back with the same call.</returns>
    public async Process<RunOutcome?> Allocate(WorkerThread m, Goroutine g, long bytes, bool isResumed)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        if (isResumed)
        {
            if (_markDoneSema.IsOwnedBy(g) && !await MarkDone(m, g)) return RunOutcome.Parked;
        }
        else if (IsMarking)
        {
            Assists.Deduct(g, bytes);
        }

        if (Assists.IsOwed(g) && await Assists.Pay(m, g) is { } leaves) return leaves;
        // Go tests the trigger after the allocation; tested before it, the goroutine can be sent away and come back without a note of how far it was.
        if ((IsStarting(g) || MustStart(bytes)) && !await Start(m, g, bytes, isPeriodic: false)) return RunOutcome.Parked;
        Pacer.Allocate(bytes);
        Sweeper.SweepInProportion(m);
        return null;
    }

    /// <inheritdoc/>
    void ISafePointFunction.RunOn(KernelThread by, Processor p)
    {
        _someFlushed |= p.HasFlushedMarkWork;
        p.HasFlushedMarkWork = false;
    }

    /// <summary>Whether a goroutine has parked on its way to starting a cycle, and owns the right to do so now.</summary>
    internal bool IsStarting(Goroutine g) => _startSema.IsOwnedBy(g);

    /// <summary>gcStart, unless somebody else was faster.</summary>
    /// <param name="m">The M.</param>
    /// <param name="g">The goroutine that starts it.</param>
    /// <param name="bytes">What it is about to allocate.</param>
    /// <param name="isPeriodic">Whether two minutes have passed; otherwise the heap must have reached its trigger.</param>
    /// <returns>Whether it is over; otherwise the goroutine is parked, and calls again when it runs next.</returns>
    internal async Process<bool> Start(WorkerThread m, Goroutine g, long bytes, bool isPeriodic)
    {
        var thread = m.Thread;
        await thread.Settle();
        if (!_startSema.TryAcquire(m, g, LatencyComponent.GcAssist)) return false;
        if (IsRunning || !(isPeriodic || MustStart(bytes)))
        {
            _startSema.Release(m);
            return true;
        }

        Sweeper.Finish(m);
        if (!_process.World.GcSema.TryAcquire(m, g, LatencyComponent.GcAssist)) return false;
        if (!_process.World.WorldSema.TryAcquire(m, g, LatencyComponent.GcAssist)) return false;
        Workers.Create(m, this);
        Sweeper.Create(m);
        Forced.Create(m);

        await _process.World.Stop(m, StopReason.Gc);
        thread.SpendInRuntime(_process.Costs.GcSweepTermination);
        await thread.Settle();
        PoolCleanup?.Invoke(); // clearpools
        Begin(isPeriodic);
        await _process.World.Start(m);
        _process.World.GcSema.Disown(); // the cycle holds it until mark termination
        _process.World.WorldSema.Release(m);
        _startSema.Release(m);
        return true;
    }

    /// <summary>gcMarkDone: nothing is left and nobody marks; ends the phase, unless somebody else was faster.</summary>
    /// <returns>Whether it is over; otherwise the goroutine is parked, and calls again when it runs next.</returns>
    internal async Process<bool> MarkDone(WorkerThread m, Goroutine g)
    {
        await m.Thread.Settle();
        if (!_markDoneSema.TryAcquire(m, g, LatencyComponent.GcAssist)) return false;
        while (IsMarking && Work.IsDone)
        {
            if (!_process.World.WorldSema.TryAcquire(m, g, LatencyComponent.GcAssist)) return false;
            _someFlushed = false;
            await _process.SafePoints.ForEachP(m, this);
            if (!_someFlushed)
            {
                await Terminate(m);
                return true;
            }

            _process.World.WorldSema.Release(m); // a P may have passed work on after its turn: once more
        }

        _markDoneSema.Release(m);
        return true;
    }

    /// <summary>setGCPhase: write barrier and gcBlackenEnabled (invariant 26).</summary>
    /// <exception cref="InvariantViolationException">The world does not stand still.</exception>
    internal void SetMarking(bool value)
    {
        if (_process.World.StoppedBy is null || _process.World.StopWait > 0) Violation.Fail($"marking {(value ? "begins" : "ends")} while the world runs");
        IsMarking = value;
    }

    /// <summary>setGCPhase(_GCmark) and startCycle, with the world stopped.</summary>
    private void Begin(bool isPeriodic)
    {
        IsRunning = true;
        SetMarking(true);
        Cycle++;
        _process.Counters.GcCycles++;
        _markStart = _process.Now;
        _idleBefore = _process.Counters.GcIdleTime;
        Pacer.Start();
        Work.Begin(Pacer.ScanWork(Stacks));
        Assists.StartCycle();
        Workers.StartCycle(_markStart, isPeriodic);
    }

    /// <summary>gcMarkTermination: the world stops, the sizes of the next cycle are set, sweeping begins.</summary>
    private async Process Terminate(WorkerThread m)
    {
        var thread = m.Thread;
        await _process.World.Stop(m, StopReason.Gc);
        SetMarking(false);
        await Assists.WakeAll(m);
        _markDoneSema.Release(m);
        Pacer.EndCycle(Work.Total, _process.Now - _markStart, Assists.Time, _process.Counters.GcIdleTime - _idleBefore, _process.AllP.Length);
        thread.SpendInRuntime(_process.Costs.GcMarkTermination);
        await thread.Settle();
        var heap = Pacer.HeapLive;
        Pacer.ResetLive();
        Pacer.Commit(Stacks);
        Sweeper.Begin(m, heap);
        IsRunning = false;
        LastEnd = _process.Now;
        await _process.World.Start(m);

        // Every P gives its cached spans back before the sweep goes far: one more ragged barrier.
        await _process.SafePoints.ForEachP(m, this);
        _process.World.WorldSema.Release(m);
        _process.World.GcSema.Release(m);
    }

    private bool MustStart(long bytes) => !IsRunning && Pacer.HeapLive + bytes >= Pacer.Trigger;
}
