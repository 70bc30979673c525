using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>When a cycle starts and how hard allocations are pressed (gcControllerState in mgcpacer.go).</summary>
/// <remarks>
/// The pacer of 1.18 serves every version; before, the trigger was moved by a feedback loop on its ratio, which is not modelled:
/// of the older pacer only its goal of 30 % (25 % from 1.18) and its heap goal without stacks are kept.
/// Objects allocated during a cycle are marked at birth, so they count as live until the cycle after, as in Go.
/// </remarks>
internal sealed class GcPacer(GcOptions options, GoRules rules)
{
    /// <summary>Smallest heap goal at GOGC=100. Source: defaultHeapMinimum, every Go version.</summary>
    private const long HeapMinimum = 4L << 20;

    /// <summary>The trigger lies between these parts of the way from the marked heap to the goal. Source: minTriggerRatioDistance, maxTriggerRatioDistance.</summary>
    private const long EarliestTrigger = 45, LatestTrigger = 61, TriggerParts = 64;

    /// <summary>What a heap may exceed its goal by when it has passed it. Source: maxOvershoot in revise.</summary>
    private const double MostOvershoot = 1.1;

    /// <summary>Scan work that is assumed to be left at least. Source: revise.</summary>
    private const long LeastScanWork = 1000;

    private readonly double[] _lastConsMark = new double[4];
    private double _consMark;
    private long _lastScanWork;

    /// <summary>Bytes of the heap in use, garbage included (heapLive).</summary>
    internal long HeapLive { get; private set; } = options.LiveHeapBytes;

    /// <summary>Bytes found alive by the last cycle (heapMarked).</summary>
    internal long HeapMarked { get; private set; } = options.LiveHeapBytes;

    /// <summary>Size that the heap is to have when the next cycle ends (heapGoal).</summary>
    internal long HeapGoal { get; private set; }

    /// <summary>Size of the heap at which the next cycle starts; never with GOGC=off and no limit.</summary>
    internal long Trigger { get; private set; }

    /// <summary>Size of the heap at which the cycle in progress started.</summary>
    internal long Triggered { get; private set; }

    /// <summary>Bytes to scan in a cycle: the live heap's share with pointers, and the stacks.</summary>
    internal long ScanWork(long stackBytes) => (options.LiveHeapBytes / 100 * options.ScannablePercent) + stackBytes;

    internal void Allocate(long bytes) => HeapLive += bytes;

    /// <summary>A cycle starts (gcStart).</summary>
    internal void Start() => Triggered = HeapLive;

    /// <summary>assistWorkPerByte: scan work that is left for each byte that may still be allocated (revise).</summary>
    internal double AssistWorkPerByte(long scanWorkLeft)
    {
        var goal = HeapLive > HeapGoal ? (long)(HeapGoal * MostOvershoot) : HeapGoal;
        return Math.Max(scanWorkLeft, LeastScanWork) / (double)Math.Max(goal - HeapLive, 1);
    }

    /// <summary>endCycle: how fast the program allocates for each byte that marking scans; the largest of the last five counts.</summary>
    internal void EndCycle(long scanWork, SimDuration markTime, SimDuration assistTime, SimDuration idleTime, int gomaxprocs)
    {
        if (HeapLive <= Triggered || markTime == SimDuration.Zero || scanWork == 0) return;
        var capacity = (double)markTime.Picoseconds * gomaxprocs;
        var utilization = Math.Min(0.25 + (assistTime.Picoseconds / capacity), 0.99);
        var idle = idleTime.Picoseconds / capacity;
        var current = (HeapLive - Triggered) * (utilization + idle) / (scanWork * (1 - utilization));
        _consMark = current;
        foreach (var earlier in _lastConsMark) _consMark = Math.Max(_consMark, earlier);
        Array.Copy(_lastConsMark, 1, _lastConsMark, 0, _lastConsMark.Length - 1);
        _lastConsMark[^1] = current;
    }

    /// <summary>resetLive: what was alive at the start and what was allocated since is the marked heap.</summary>
    internal void ResetLive()
    {
        HeapMarked = options.LiveHeapBytes + (HeapLive - Triggered);
        HeapLive = HeapMarked;
    }

    /// <summary>commit, heapGoal and trigger: the sizes for the next cycle.</summary>
    internal void Commit(long stackBytes)
    {
        _lastScanWork = ScanWork(stackBytes);
        HeapGoal = Goal(stackBytes);
        Trigger = TriggerFor(HeapGoal);
    }

    private long Goal(long stackBytes)
    {
        var goal = long.MaxValue;
        if (options.Gogc is { } gogc)
        {
            var roots = rules.StacksRaiseHeapGoal ? stackBytes : 0;
            goal = Math.Max(HeapMarked + ((HeapMarked + roots) / 100 * gogc), HeapMinimum / 100 * gogc);
        }

        if (options.MemoryLimitBytes is not { } limit || !rules.HasMemoryLimit) return goal;
        // memoryLimitHeapGoal: 3 % or 1 MiB of the limit are kept free.
        var headroom = Math.Max(limit / 100 * 3, 1L << 20);
        return Math.Min(goal, Math.Max(limit - headroom, HeapMarked));
    }

    private long TriggerFor(long goal)
    {
        if (goal == long.MaxValue) return goal;
        if (HeapMarked >= goal) return goal;
        var distance = goal - HeapMarked;
        var earliest = HeapMarked + (distance / TriggerParts * EarliestTrigger);
        var latest = HeapMarked + (distance / TriggerParts * LatestTrigger);
        latest = Math.Max(latest, Math.Max(goal - HeapMinimum, earliest));
        var share = rules.GcGoalUtilization;
        var runway = _consMark * (1 - share) / share * _lastScanWork;
        var trigger = runway > goal ? earliest : goal - (long)runway;
        return Math.Clamp(trigger, earliest, latest);
    }
}
