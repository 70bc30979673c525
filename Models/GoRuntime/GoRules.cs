namespace GmpSim.GoRuntime;

/// <summary>Which rules of the scheduler apply: they differ between Go versions.</summary>
/// <param name="Minor">Minor version of Go 1.x, 14 to 27.</param>
public sealed record GoRules(int Minor)
{
    /// <summary>Oldest version with rules of its own: the first with preemption by signal and with timers in the scheduler.</summary>
    public const int OldestMinor = 14;

    /// <summary>Newest version with rules of its own.</summary>
    public const int NewestMinor = 27;

    /// <summary>injectglist splits a list between the global and the local queue (from 1.15).</summary>
    public bool InjectSplits => Minor >= 15;

    /// <summary>Thieves skip idle Ps by their bit in idlepMask (from 1.16).</summary>
    public bool SkipsIdleVictims => Minor >= 16;

    /// <summary>A thief runs the timers of any P in its last pass (timerSteal, from 1.15); before, only of one whose goroutine was asked to yield or that no M holds.</summary>
    public bool StealsAnyTimer => Minor >= 15;

    /// <summary>From which pass on, counted from 0, a thief runs the timers of a P whose goroutine was asked to yield: the last in 1.14, the third in 1.15. From 1.16 on it makes no difference.</summary>
    public int FirstPassForMarkedTimers => Minor == 14 ? 3 : 2;

    /// <summary>A thief looks at a victim's timers before its run queue (from 1.16).</summary>
    public bool TimersBeforeRunQueue => Minor >= 16;

    /// <summary>The last look before sleeping includes the timers of all Ps (checkTimersNoP, from 1.16).</summary>
    public bool RechecksTimers => Minor >= 16;

    /// <summary>wakeNetPoller wakes a P when nobody is blocked in netpoll (from 1.16).</summary>
    public bool TimerWakesP => Minor >= 16;

    /// <summary>sysmon starts an M when a timer of any P is late (up to 1.15).</summary>
    public bool SysmonStartsMForLateTimers => Minor < 16;

    /// <summary>sysmon begins its back-off anew whenever it finds all Ps idle; from 1.16 on only when somebody has ended its deep sleep (sysmonResetOnTimeout, up to 1.15).</summary>
    public bool SysmonResetsOnTimeout => Minor < 16;

    /// <summary>Only an M that was spinning re-checks all sources before it sleeps (from 1.17).</summary>
    public bool RechecksOnlyIfSpinning => Minor >= 17;

    /// <summary>schedule leaves all decisions to findRunnable, so a woken M can take any kind of work (wakerFindsGcWork, from 1.19).</summary>
    /// <remarks>Before, GC workers, the trace reader and the 61st tick were looked at in schedule only: not again by an M that findrunnable had put to sleep.</remarks>
    public bool FindRunnableIsUnified => Minor >= 19;

    /// <summary>A thief draws start and stride of its order from different digits of a random number (from 1.19).</summary>
    public bool StealOrderUsesQuotient => Minor >= 19;

    /// <summary>wakep takes sched.lock and leaves a needspinning note when no P is idle (from 1.20).</summary>
    public bool HasNeedSpinning => Minor >= 20;

    /// <summary>Gosched and preemption call wakep (from 1.22).</summary>
    public bool WakesOnGosched => Minor >= 22;

    /// <summary>The last look before sleeping includes the global queue (from 1.22).</summary>
    public bool RechecksGlobalQueue => Minor >= 22;

    /// <summary>Adding a timer breaks the poller only when it is the earliest of its heap (from 1.23; on every add before).</summary>
    public bool BreaksOnlyForEarliestTimer => Minor >= 23;

    /// <summary>A timer that feeds a channel lies on a heap only while somebody is blocked on the channel (lazyChanTimers, from 1.23).</summary>
    public bool ChannelTimersAreLazy => Minor >= 23;

    /// <summary>injectglist ends with wakep (from 1.25).</summary>
    public bool InjectWakes => Minor >= 25;

    /// <summary>netpollBreak writes only when no break is on its way (netpollWakeSig, from 1.15).</summary>
    public bool BreaksOnce => Minor >= 15;

    /// <summary>The poller is broken out by a pipe (up to 1.22), not by an eventfd.</summary>
    public bool BreaksThroughPipe => Minor <= 22;

    /// <summary>An event is told by a tag from one of the descriptor that had the same pollDesc before (fdseq, from 1.21).</summary>
    public bool TagsPollDescs => Minor >= 21;

    /// <summary>netpollWaiters is lowered when input or output readies a goroutine (from 1.22; before only by deadlines and closes).</summary>
    public bool IoDecrementsWaiters => Minor >= 22;

    /// <summary>A goroutine preempted by a stop of the world stays in the runnext of its P (stwKeepsRunnext, from 1.26; the global queue's tail before).</summary>
    public bool StwKeepsRunnext => Minor >= 26;

    /// <summary>After a stop of the world a P goes back to the M that ran it, if that is parked (stwSameM, from 1.26; any M before).</summary>
    public bool StwSameM => Minor >= 26;

    /// <summary>Mark workers are assigned to idle Ps when the world is started (stwAssignsGc, from 1.26).</summary>
    public bool StwAssignsGc => Minor >= 26;

    /// <summary>A cycle that starts because two minutes have passed does without idle workers where it has dedicated ones (from 1.19).</summary>
    public bool FewIdleWorkersInPeriodicGc => Minor >= 19;

    /// <summary>The share of CPU time that the pacer wants a cycle to take (gcGoal): 30 % up to 1.17, with assists; 25 % from 1.18, without.</summary>
    public double GcGoalUtilization => Minor >= 18 ? 0.25 : 0.30;

    /// <summary>Stacks count towards the heap goal (from 1.18).</summary>
    public bool StacksRaiseHeapGoal => Minor >= 18;

    /// <summary>GOMEMLIMIT (from 1.19).</summary>
    public bool HasMemoryLimit => Minor >= 19;

    /// <summary>The background sweeper yields only if no P is idle (goschedIfBusy, from 1.20; after every batch before).</summary>
    public bool SweeperYieldsOnlyIfBusy => Minor >= 20;

    /// <summary>GOMAXPROCS follows the limit of the cgroup (cgroupProcs, from 1.25).</summary>
    public bool FollowsCgroupLimit => Minor >= 25;

    /// <summary>schedtrace prints nil for nobody and true or false for flags (from 1.20; -1 and 0 or 1 before).</summary>
    public bool SchedTracePrintsNil => Minor >= 20;

    /// <summary>/sched/latencies takes no note of system calls (from 1.26; before, one that returns counts as a start without delay).</summary>
    public bool LatencySamplingIgnoresSyscalls => Minor >= 26;

    /// <summary>schedtrace ends with the schedticks of the Ps (from 1.25).</summary>
    public bool SchedTraceShowsTicks => Minor >= 25;

    /// <summary>One M at a time does the non-blocking netpoll of findRunnable (from 1.25).</summary>
    public bool GatesPolling => Minor >= 25;

    /// <summary>A P stays wired to its M during a system call and is claimed through its goroutine's status; before, it was let go as Psyscall (from 1.26).</summary>
    public bool KeepsPInSyscall => Minor >= 26;
}
