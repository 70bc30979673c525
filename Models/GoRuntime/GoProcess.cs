using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.GoRuntime;

/// <summary>One Go process: its Ps, Ms and goroutines, its scheduler and its netpoller.</summary>
/// <remarks>The public methods are what goroutines (<see cref="IGoroutineBody"/>) and the world around call; the rules are in the policy classes.</remarks>
public sealed class GoProcess
{
    private readonly CpuSet _allowed;
    private readonly Stack<Goroutine> _dead = new();
    private long _lastGoroutine;

    /// <summary>Sets up a process; nothing runs before <see cref="Start"/>.</summary>
    /// <param name="host">The machine it runs on.</param>
    /// <param name="options">GOMAXPROCS, version, netpoller, toggles.</param>
    /// <param name="costs">What the runtime's own code costs.</param>
    /// <param name="allowed">CPUs that its threads may use.</param>
    public GoProcess(Host host, GoOptions options, GoCosts costs, CpuSet allowed)
    {
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(costs);
        if (options.Gomaxprocs < 1) throw new ArgumentException("A process needs at least one P.", nameof(options));
        Host = host;
        Options = options;
        Costs = costs;
        _allowed = allowed;
        Metrics = new(options.Rules, host.Simulation);
        Sched = new(host.Hardware, costs.SchedLockHold, host.Simulation);
        EveryP = new Processor[MostPs(options, allowed.Count)];
        for (var p = 0; p < EveryP.Length; p++) EveryP[p] = new(p, host.Hardware) { Status = p < options.Gomaxprocs ? ProcessorStatus.Idle : ProcessorStatus.Dead };
        AllP = [];
        UsePs(options.Gomaxprocs);
        Counters = new(EveryP.Length);
        Queues = new(this);
        Waker = new(this);
        Timers = new(this);
        Stealing = new(this);
        WorkFinder = new(this);
        Scheduler = new(this);
        Threads = new(this, allowed);
        LockedThreads = new(this);
        HandOff = new(this);
        Syscalls = new(this);
        Preemption = new(this);
        Sysmon = new(this);
        World = new(this);
        SafePoints = new(this);
        ProcResize = new(this);
        Sync = new(this);
        if (options.Gc is { } gc) Gc = new(this, gc);
        if (options.CgroupLimits.Count > 0 && options.Changes.Count == 0 && options.Rules.FollowsCgroupLimit) GomaxprocsUpdater = new(this);
        Netpoller = options.Topology switch
        {
            NetpollTopology.Shared => new SharedNetpoller(this),
            NetpollTopology.PerP => new PerPNetpoller(this),
            NetpollTopology.Sharded => new ShardedNetpoller(this, options.Shards),
            NetpollTopology.Dedicated => new DedicatedNetpoller(this, options.Shards),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Topology, "Unknown netpoll topology."),
        };
    }

    /// <summary>The machine beneath.</summary>
    public Host Host { get; }

    /// <summary>How the process is set up.</summary>
    public GoOptions Options { get; }

    /// <summary>What the runtime's own code costs.</summary>
    public GoCosts Costs { get; }

    /// <summary>CPU time and system calls of the process.</summary>
    public ProcessAccount Account { get; } = new();

    /// <summary>What the runtime has done.</summary>
    public RuntimeCounters Counters { get; }

    /// <summary>What runtime/metrics counts in its own way.</summary>
    public RuntimeMetrics Metrics { get; }

    /// <summary>The Ps, by number.</summary>
    public IReadOnlyList<Processor> Processors => AllP;

    /// <summary>The Ms, in order of creation.</summary>
    public IReadOnlyList<WorkerThread> Ms => Threads.All;

    /// <summary>Lock, global queue, idle lists.</summary>
    public Sched Sched { get; }

    /// <summary>The network poller.</summary>
    public Netpoller Netpoller { get; }

    /// <summary>System calls that block the M, and calls into C.</summary>
    public Syscalls Syscalls { get; }

    /// <summary>Goroutines that are locked to their thread.</summary>
    public LockedThreads LockedThreads { get; }

    /// <summary>Channels, mutexes, wait groups, pools.</summary>
    public SyncObjects Sync { get; }

    /// <summary>CPUs that its threads may use (ncpu).</summary>
    internal int AllowedCpus => _allowed.Count;

    /// <summary>The garbage collector; <see langword="null"/> for a process that does not allocate.</summary>
    public Collector? Gc { get; }

    /// <summary>The Ps that are not dead (allp). An array: walking a list through its interface would allocate an enumerator each time.</summary>
    internal Processor[] AllP { get; private set; }

    /// <summary>All Ps there will ever be; those beyond GOMAXPROCS are dead.</summary>
    internal Processor[] EveryP { get; }

    internal GomaxprocsUpdater? GomaxprocsUpdater { get; }

    /// <summary>What schedtrace prints; <see langword="null"/> when nobody asked for it.</summary>
    internal SchedTrace? SchedTrace { get; set; }

    /// <summary>Every descriptor of a goroutine in order of creation (allgs), if somebody wants to list them.</summary>
    internal List<Goroutine>? AllGs { get; set; }

    /// <summary>Threads: Ms, sysmon, the template thread (mcount).</summary>
    internal int ThreadCount => Threads.Count;

    /// <summary>Every descriptor since an invariant checker was attached; <see langword="null"/> without one.</summary>
    internal List<PollDesc>? WatchedDescriptors { get; set; }

    internal RunQueues Queues { get; }

    internal Waker Waker { get; }

    internal WorkFinder WorkFinder { get; }

    internal WorkStealing Stealing { get; }

    /// <summary>Timers of any kind.</summary>
    public Timers Timers { get; }

    internal Scheduler Scheduler { get; }

    internal SystemMonitor Sysmon { get; }

    internal StopTheWorld World { get; }

    internal SafePoints SafePoints { get; }

    internal ProcResize ProcResize { get; }

    internal HandOff HandOff { get; }

    internal Threads Threads { get; }

    internal Preemption Preemption { get; }

    internal SimTime Now => Host.Simulation.Now;

    /// <summary>The measured window begins for <see cref="RuntimeMetricsReader"/>.</summary>
    public void RestartMetrics()
    {
        Metrics.RestartWindow(Counters);
        Sched.IdlePsOverTime.Restart(Now);
        Sched.PsOverTime.Restart(Now);
        World.StoppedForGc.Restart(Now);
    }

    /// <summary>Starts the process: sysmon, and M0 with P0 running <paramref name="main"/>.</summary>
    public void Start(IGoroutineBody main)
    {
        ArgumentNullException.ThrowIfNull(main);
        for (var p = Processors.Count - 1; p > 0; p--) Sched.PutIdle(Processors[p]); // procresize: P1 on top
        if (Options.Sysmon) Threads.StartSysmon();

        Netpoller.Start(_allowed);
        var g = NewGoroutine(main);
        MarkRunnable(g, Now, LatencyComponent.LocalQueue);
        RunQueues.PutTail(Processors[0], g);
        Threads.NewM(by: null, Processors[0], spinning: false);
        GomaxprocsUpdater?.Start();
        if (Options.Changes.Count > 0) SubmitToGlobal(new GomaxprocsChanges(this, Options.Changes), clock: null);
    }

    /// <summary>newproc: a go statement.</summary>
    public void Spawn(WorkerThread m, IGoroutineBody body)
    {
        ArgumentNullException.ThrowIfNull(m);
        m.Thread.SpendInRuntime(Costs.Create);
        var g = NewGoroutine(body);
        MarkRunnable(g, m.Thread.LocalNow, LatencyComponent.LocalQueue);
        Queues.Put(m, m.P!, g, next: true);
        Waker.Wakep(m);
    }

    /// <summary>A goroutine that an arrival from outside creates: into the global queue, with an M for an idle P. Costs nobody CPU time.</summary>
    public void SubmitToGlobal(IGoroutineBody body, LatencyClock? clock)
    {
        var g = NewGoroutine(body);
        g.Clock = clock;
        MarkRunnable(g, Now, LatencyComponent.GlobalQueue);
        Sched.GlobalPut(g);
        if (Sched.TakeIdleP() is { } p) Waker.StartMFromOutside(p);
        else if (Options.Spinning) Sched.NeedSpinning = Options.Rules.HasNeedSpinning;
    }

    /// <summary>As <see cref="SubmitToGlobal"/>, but into the local queue of one P; overflow goes to the global queue. Where the P is busy, a thief is woken for it.</summary>
    public void SubmitToLocal(Processor p, IGoroutineBody body, LatencyClock? clock)
    {
        ArgumentNullException.ThrowIfNull(p);
        var g = NewGoroutine(body);
        g.Clock = clock;
        if (p.RingLength == Processor.QueueCapacity)
        {
            MarkRunnable(g, Now, LatencyComponent.GlobalQueue);
            Sched.GlobalPut(g);
            return;
        }

        MarkRunnable(g, Now, LatencyComponent.LocalQueue);
        RunQueues.PutTail(p, g);
        if (Sched.TryTakeIdle(p)) Waker.StartMFromOutside(p);
        else Waker.WakepFromOutside();
    }

    /// <summary>The poll state of a descriptor, not registered yet.</summary>
    public PollDesc NewPollDesc(Pollable descriptor) => Netpoller.NewPollDesc(descriptor);

    /// <summary>netpollopen: registers the descriptor with the poller.</summary>
    public void Open(WorkerThread m, PollDesc pd)
    {
        ArgumentNullException.ThrowIfNull(m);
        Netpoller.Open(m, pd);
    }

    /// <summary>pollReset: forgets stale readiness before a read is tried.</summary>
    public static void ResetPoll(PollDesc pd) => Netpoller.Reset(pd, PollMode.Read);

    /// <summary>pollWait: parks the goroutine until the descriptor is readable.</summary>
    /// <returns>Whether it was parked; if not, readiness came first and the call is to be tried again, or <see cref="PollDesc.Check"/> tells why it has no sense.</returns>
    public bool ParkOnNetpoll(WorkerThread m, Goroutine g, PollDesc pd) => Netpoller.Park(m, g, pd, PollMode.Read);

    /// <summary>time.Sleep: parks the goroutine until a timer of this P readies it.</summary>
    public void ParkForSleep(WorkerThread m, Goroutine g, SimDuration duration)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        var at = m.Thread.LocalNow;
        LeaveRunning(m, g, LatencyComponent.Sleeping, at);
        g.Park(WaitReason.Sleep);
        Timers.Sleep(m, g, at + duration);
    }

    /// <summary>entersyscall and exitsyscall around a call that does not block.</summary>
    public void NonBlockingSyscall(WorkerThread m)
    {
        ArgumentNullException.ThrowIfNull(m);
        Syscalls.EnterAndExit(m);
    }

    /// <summary>The request that the goroutine works on is being computed on from <paramref name="at"/> on: after a wait, or because it has just been read.</summary>
    /// <remarks>If the M was woken during the wait, the wait for its core is booked apart.</remarks>
    public static void EnterRunning(WorkerThread m, Goroutine g, SimTime at)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        if (g.Clock is not { } clock || clock.Current == LatencyComponent.Running) return;
        BookWakeUp(m, clock);
        clock.Enter(LatencyComponent.Running, at);
        m.CoreWaitSeen = m.Thread.CoreWait;
        m.LineWaitSeen = m.Thread.LineWait;
    }

    /// <summary>The request that the goroutine works on leaves the running state: time that its M waited for a core, and its core for cache lines, is booked apart.</summary>
    public static void LeaveRunning(WorkerThread m, Goroutine g, LatencyComponent next, SimTime at)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(g);
        if (g.Clock is not { } clock) return;
        clock.Enter(next, at);
        var thread = m.Thread;
        clock.Move(LatencyComponent.Running, LatencyComponent.CoreWait, thread.CoreWait - m.CoreWaitSeen);
        clock.Move(LatencyComponent.Running, LatencyComponent.LineTransfer, thread.LineWait - m.LineWaitSeen);
        m.CoreWaitSeen = thread.CoreWait;
        m.LineWaitSeen = thread.LineWait;
    }

    /// <summary>GOMAXPROCS has changed: the first <paramref name="count"/> Ps are alive.</summary>
    internal void UsePs(int count)
    {
        Sched.PsOverTime.Add(count - AllP.Length, Now);
        AllP = EveryP[..count];
    }

    /// <summary>Part of what a request has waited for since its last step: the last wake-up of the M that now attends to it.</summary>
    internal static void BookWakeUp(WorkerThread m, LatencyClock clock) => clock.Interpose(LatencyComponent.WakeUp, m.WokenAt, m.OnCoreAt);

    /// <summary>usleep of a thread: the kernel adds its timer slack.</summary>
    internal async Process Sleep(KernelThread thread, SimDuration duration)
    {
        thread.CallKernel();
        thread.DiscardWakeToken();
        await thread.FallAsleepUntil(thread.LocalNow + duration + Host.Costs.TimerSlack);
    }

    internal void MarkRunnable(Goroutine g, SimTime at, LatencyComponent queue)
    {
        Metrics.BecomesRunnable(g, at);
        g.Status = GoroutineStatus.Runnable;
        g.RunnableSince = at;
        Counters.Runnable.Add(1, Now);
        g.Clock?.Enter(queue, at);
    }

    /// <summary>A note (lock_futex.go): one thread sleeps on it until another wakes it.</summary>
    internal Futex NewNote() => FutexTable.Of(Host, Account).NewFutex();

    internal void WakeForTimer(KernelThread by)
    {
        if (Options.Rules.TimerWakesP) Waker.Wakep(by);
    }

    /// <summary>goexit: the descriptor goes to the free list.</summary>
    internal void Exited(Goroutine g)
    {
        g.Status = GoroutineStatus.Dead;
        Counters.Live.Add(-1, Now);
        _dead.Push(g);
    }

    internal Goroutine NewGoroutine(IGoroutineBody body)
    {
        Counters.Live.Add(1, Now);
        if (!_dead.TryPop(out var g))
        {
            g = new();
            AllGs?.Add(g);
        }

        g.Begin(++_lastGoroutine, body);
        Metrics.Created(g);
        return g;
    }

    private static int MostPs(GoOptions options, int cpus)
    {
        var most = options.Gomaxprocs;
        foreach (var change in options.Changes) most = Math.Max(most, change.Gomaxprocs);
        foreach (var limit in options.CgroupLimits) most = Math.Max(most, limit.DefaultGomaxprocs(cpus));
        return most;
    }
}
