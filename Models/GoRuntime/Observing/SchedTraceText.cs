using System.Globalization;
using System.Text;
using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>The layout of schedtrace in proc.go, version by version.</summary>
/// <remarks>
/// Not modelled and printed as Go prints nothing of the kind: free goroutines are not kept by P (gfreecnt=0), and Ms neither
/// allocate, throw, die nor hold runtime locks at the instants at which one can look. sysmon counts as a thread but has no number, so no line.
/// </remarks>
internal sealed class SchedTraceText
{
    private readonly GoProcess _process;
    private readonly bool _detail;
    private readonly List<Goroutine> _allGs = [];

    internal SchedTraceText(GoProcess process, bool detail)
    {
        _process = process;
        _detail = detail;
        if (detail) process.AllGs = _allGs;
    }

    private GoRules Rules => _process.Options.Rules;

    private string Nobody => Rules.SchedTracePrintsNil ? "nil" : "-1";

    internal void Append(StringBuilder text, SimDuration sinceFirst)
    {
        var sched = _process.Sched;
        Add(text, $"SCHED {sinceFirst.WholeMilliseconds}ms: gomaxprocs={_process.AllP.Length} idleprocs={sched.IdlePs} threads={_process.ThreadCount} spinningthreads={sched.Spinning}");
        if (Rules.HasNeedSpinning) Add(text, $" needspinning={(sched.NeedSpinning ? 1 : 0)}");
        Add(text, $" idlethreads={sched.IdleMs} runqueue={sched.GlobalLength}");
        if (_detail) AppendDetail(text);
        else AppendQueues(text);
    }

    /// <summary>Lengths of the rings, runnext not counted.</summary>
    private void AppendQueues(StringBuilder text)
    {
        if (!Rules.SchedTraceShowsTicks)
        {
            Add(text, $" [{string.Join(' ', _process.AllP.Select(p => p.RingLength))}]\n");
            return;
        }

        Add(text, $" [ {string.Join(' ', _process.AllP.Select(p => p.RingLength))} ] schedticks=[ {string.Join(' ', _process.AllP.Select(p => p.SchedTick))} ]\n");
    }

    private void AppendDetail(StringBuilder text)
    {
        var sched = _process.Sched;
        Add(text, $" gcwaiting={Flag(sched.GcWaiting)} nmidlelocked={_process.LockedThreads.Idle} stopwait={_process.World.StopWait} sysmonwait={Flag(_process.Sysmon.SleepsDeeply)}\n");
        foreach (var p in _process.AllP) AppendP(text, p);

        var runsOn = new Dictionary<Goroutine, WorkerThread>();
        for (var i = _process.Ms.Count - 1; i >= 0; i--) // allm: the newest first
        {
            var m = _process.Ms[i];
            if (m.Current is { } g) runsOn[g] = m;
            AppendM(text, m);
        }

        foreach (var g in _allGs) AppendG(text, g, runsOn.GetValueOrDefault(g));
    }

    private void AppendP(StringBuilder text, Processor p) => Add(
        text,
        $"  P{p.Id}: status={(int)p.Status} schedtick={p.SchedTick} syscalltick={p.SyscallTick} m={Number(p.M?.Id)} runqsize={p.RingLength} gfreecnt=0 timerslen={p.Timers.Count}\n");

    private void AppendM(StringBuilder text, WorkerThread m) => Add(
        text,
        $"  M{m.Id}: p={Number(m.P?.Id)} curg={Number(m.Current?.Id)} mallocing=0 throwing=0 preemptoff= locks=0 dying=0 spinning={Word(m.Spinning)} blocked={Word(IsParked(m))} lockedg={Number(m.LockedG?.Id)}\n");

    private void AppendG(StringBuilder text, Goroutine g, WorkerThread? m) => Add(
        text,
        $"  G{g.Id}: status={NumberOf(g.Status)}({g.WaitReason.Text(Rules.Minor)}) m={Number(m?.Id)} lockedm={Number(g.LockedM?.Id)}\n");

    /// <summary>Whether it sleeps on its note: in stopm, or in stoplockedm.</summary>
    private bool IsParked(WorkerThread m) => _process.Sched.ParkedMs.Contains(m) || m is { LockedG: not null, P: null, Current: null };

    /// <summary>Gidle… of runtime2.go; 5 is unused there.</summary>
    private static int NumberOf(GoroutineStatus status) => status switch
    {
        GoroutineStatus.Idle => 0,
        GoroutineStatus.Runnable => 1,
        GoroutineStatus.Running => 2,
        GoroutineStatus.Syscall => 3,
        GoroutineStatus.Waiting => 4,
        GoroutineStatus.Dead => 6,
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "Unknown status."),
    };

    private static void Add(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture));

    private static string Word(bool flag) => flag ? "true" : "false";

    private string Flag(bool flag) => Rules.SchedTracePrintsNil ? Word(flag) : flag ? "1" : "0";

    private string Number(long? id) => id?.ToString(CultureInfo.InvariantCulture) ?? Nobody;
}
