using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>The one global scheduler state (schedt): lock, global run queue, idle Ps and Ms, spinning Ms.</summary>
public sealed class Sched
{
    private readonly Simulation _simulation;
    private readonly CacheLine _lockLine;
    private readonly CacheLine _stateLine;
    private readonly CacheLine _maskLine;
    private readonly SimDuration _lockHold;
    private readonly List<Processor> _idlePs = [];
    private readonly List<WorkerThread> _idleMs = [];
    private bool[] _idleMask = [];
    private Goroutine? _head;
    private Goroutine? _tail;

    internal Sched(Hardware hardware, SimDuration lockHold, Simulation simulation)
    {
        _simulation = simulation;
        _lockLine = hardware.NewLine();
        _stateLine = hardware.NewLine();
        _maskLine = hardware.NewLine();
        _lockHold = lockHold;
    }

    /// <summary>Length of the global run queue.</summary>
    public int GlobalLength { get; private set; }

    /// <summary>Number of idle Ps (npidle).</summary>
    public int IdlePs => _idlePs.Count;

    /// <summary>Idle Ps over time (sched.idleTime).</summary>
    internal TimeWeightedGauge IdlePsOverTime { get; } = new();

    /// <summary>Ps over time, idle or not (sched.totaltime).</summary>
    internal TimeWeightedGauge PsOverTime { get; } = new();

    /// <summary>Number of parked Ms (nmidle).</summary>
    public int IdleMs => _idleMs.Count;

    /// <summary>Number of spinning Ms, and of Ms on their way to spin (nmspinning).</summary>
    public int Spinning { get; internal set; }

    /// <summary>Somebody had work but found no idle P: the next M about to idle must spin instead.</summary>
    public bool NeedSpinning { get; internal set; }

    /// <summary>The world is stopping or stopped: whoever enters the scheduler gives up its P (sched.gcwaiting).</summary>
    public bool GcWaiting { get; internal set; }

    /// <summary>The first goroutine of the global queue; the others follow by their links. For checks.</summary>
    internal Goroutine? GlobalHead => _head;

    /// <summary>Idle Ps, the one that went idle last at the end. For checks.</summary>
    internal IReadOnlyList<Processor> IdleStack => _idlePs;

    /// <summary>Parked Ms, the one that parked last at the end. For checks.</summary>
    internal IReadOnlyList<WorkerThread> ParkedMs => _idleMs;

    /// <summary>Takes sched.lock for one short critical section: the thread pays waiting, line transfer and section.</summary>
    /// <remarks>
    /// schedt has the lock and the idle Ms on one line, and the next, with idle Ps, counts and the global queue, is written under it. A contender waits on its core, however long. Go's
    /// spins for four rounds of 30 PAUSE, yields once, and sleeps in a futex (lock_futex.go to 1.23, lock_spinbit.go from 1.24, where one contender at a time goes on spinning). That is left out: the wait is
    /// computed when the lock is asked for, without an event, and by then whoever would have to make the system call that ends the sleep has run. It takes some twenty contenders at once, a few
    /// microseconds' worth of sections, for one of them to sleep.
    /// </remarks>
    internal void Lock(KernelThread thread) => thread.LockLine(_lockLine, _lockHold, _stateLine);

    /// <summary>Looks at npidle, nmspinning, needspinning or the length of the global queue without the lock: one line.</summary>
    internal void Look(KernelThread thread) => thread.ReadLine(_stateLine);

    /// <summary>Changes nmspinning without the lock.</summary>
    internal void Change(KernelThread thread) => thread.StoreLine(_stateLine);

    /// <summary>Looks at idlepMask: a bit for each P, up to 512 of them on one line.</summary>
    internal void LookAtMask(KernelThread thread) => thread.ReadLine(_maskLine);

    /// <summary>Sets or clears a bit of idlepMask.</summary>
    internal void ChangeMask(KernelThread thread) => thread.StoreLine(_maskLine);

    /// <summary>globrunqput: to the tail.</summary>
    internal void GlobalPut(Goroutine g)
    {
        g.SchedLink = null;
        if (_tail is null) _head = g;
        else _tail.SchedLink = g;
        _tail = g;
        GlobalLength++;
    }

    /// <summary>globrunqputhead: only procresize does this.</summary>
    internal void GlobalPutHead(Goroutine g)
    {
        g.SchedLink = _head;
        _head = g;
        _tail ??= g;
        GlobalLength++;
    }

    /// <summary>Takes the head of the global queue.</summary>
    internal Goroutine? GlobalGet()
    {
        var g = _head;
        if (g is null) return null;
        _head = g.SchedLink;
        if (_head is null) _tail = null;
        g.SchedLink = null;
        GlobalLength--;
        return g;
    }

    /// <summary>pidleput.</summary>
    internal void PutIdle(Processor p)
    {
        MarkIdle(p, true);
        _idlePs.Add(p);
    }

    /// <summary>pidleget: the P that went idle last.</summary>
    internal Processor? TakeIdleP()
    {
        if (_idlePs.Count == 0) return null;
        var p = _idlePs[^1];
        _idlePs.RemoveAt(_idlePs.Count - 1);
        MarkIdle(p, false);
        return p;
    }

    /// <summary>Takes one particular P off the idle stack, if it is there.</summary>
    internal bool TryTakeIdle(Processor p)
    {
        if (!p.IsIdle) return false;
        MarkIdle(p, false);
        return _idlePs.Remove(p);
    }

    /// <summary>mput.</summary>
    internal void PutIdle(WorkerThread m) => _idleMs.Add(m);

    /// <summary>mgetSpecific (from 1.26): takes one particular M, if it is parked.</summary>
    internal bool TryTakeIdle(WorkerThread m) => _idleMs.Remove(m);

    /// <summary>mget: the M that parked last.</summary>
    internal WorkerThread? TakeIdleM()
    {
        if (_idleMs.Count == 0) return null;
        var m = _idleMs[^1];
        _idleMs.RemoveAt(_idleMs.Count - 1);
        return m;
    }

    /// <summary>idlepMask: whether a P is idle, by its number; thieves need not touch the P itself. For walks over all Ps.</summary>
    internal ReadOnlySpan<bool> IdleMask => _idleMask;

    private void MarkIdle(Processor p, bool isIdle)
    {
        IdlePsOverTime.Add(isIdle ? 1 : -1, _simulation.Now);
        if (p.Id >= _idleMask.Length) Array.Resize(ref _idleMask, Math.Max(p.Id + 1, 2 * _idleMask.Length));
        p.IsIdle = isIdle;
        _idleMask[p.Id] = isIdle;
    }
}
