using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>A thread of the operating system: sequential code that uses a core, sleeps and is woken.</summary>
/// <remarks>
/// The code of a thread is a <see cref="Process"/>. It <see cref="Spend"/>s CPU time as it goes along; the time
/// passes at the next <see cref="Settle"/> (temporal decoupling: steps that nobody else can see need no event of
/// their own). Settle before any step whose instant others can see: handing data over, sleeping, looking at what
/// others write. How long a settled burst takes is up to the core: other threads, slices and interrupts delay it.
/// </remarks>
public sealed partial class KernelThread : IEventReceiver
{
    private const byte Timeout = 0;
    private const byte SignalArrives = 1;

    private readonly int _self;
    private readonly Host _host;
    private readonly List<SimTime> _alarms = new(4);
    private SimTime _deadline = SimTime.MaxValue;
    private bool _wakeToken;
    private bool _signalArrived;

    internal KernelThread(Host host, string name, ProcessAccount account, CpuSet allowed, int nice = 0)
    {
        Weight = NiceLevel.WeightOf(nice);
        _host = host;
        Name = name;
        Account = account;
        Allowed = allowed;
        account.ThreadCount++;
        _self = host.Simulation.Register(this);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>The process the thread belongs to: its CPU time and system calls are counted there.</summary>
    public ProcessAccount Account { get; }

    /// <summary>Logical CPUs the thread may run on.</summary>
    public CpuSet Allowed { get; }

    /// <summary>How much of a contended core the thread gets, against 1024 of a usual one.</summary>
    internal int Weight { get; }

    /// <summary>What the thread is doing.</summary>
    public ThreadState State { get; internal set; } = ThreadState.Blocked;

    /// <summary>The core the thread runs on, or ran on last.</summary>
    public Core Core { get; internal set; } = null!;

    /// <summary>CPU time spent by the code that has not passed yet.</summary>
    public SimDuration Owed { get; internal set; }

    /// <summary>The instant the code has reached: now, plus what it still owes.</summary>
    public SimTime LocalNow => _host.Simulation.Now + Owed;

    /// <summary>Time spent runnable without a core so far, up to the last time it got one.</summary>
    public SimDuration CoreWait { get; internal set; }

    /// <summary>CPU time in which the core only waited for cache lines of other cores, so far.</summary>
    public SimDuration LineWait { get; private set; }

    /// <summary>When the last wake-up took effect.</summary>
    public SimTime WokenAt { get; internal set; }

    /// <summary>When the thread got its core after the last wake-up; never, while it is still on its way.</summary>
    public SimTime OnCoreAt { get; internal set; } = SimTime.MaxValue;

    /// <summary>CPU time consumed, divided by the thread's weight: the virtual time that decides who runs next.</summary>
    internal SimDuration VirtualRuntime { get; set; }

    /// <summary>Virtual runtime by which the thread wants to have had its slice (EEVDF).</summary>
    internal SimDuration Deadline { get; set; }

    /// <summary>Virtual time that the thread carries from one queue to the next: behind the others (EEVDF), or ahead of them.</summary>
    internal SimDuration Lag { get; set; }

    /// <summary>Whether woken threads cannot take the core: since it was picked the thread has not reached its deadline (EEVDF).</summary>
    internal bool IsProtected { get; set; }

    /// <summary>Whether it sleeps but still stands in its core's queue, until its lag is paid back (EEVDF, sched_delayed).</summary>
    internal bool IsDelayed { get; set; }

    /// <summary>Virtual runtime when it got the core (CFS).</summary>
    internal SimDuration PickedAt { get; set; }

    /// <summary>The core before the previous one, as placement remembers it (recent_used_cpu).</summary>
    internal Core? RecentCore { get; set; }

    /// <summary>The core whose queue it left last (CFS).</summary>
    internal Core? SleptOn { get; set; }

    internal SimTime RunnableSince { get; set; }

    internal SimTime LastRan { get; set; }

    /// <summary>What is left of a burst that another thread interrupted.</summary>
    internal SimDuration Remaining { get; set; }

    internal ProcessFrame? Frame { get; set; }

    /// <summary>Whether the burst may be cut short by a signal.</summary>
    internal bool Interruptible { get; set; }

    /// <summary>Whether a signal has been sent whose handler has not run yet.</summary>
    public bool HasPendingSignal { get; private set; }

    internal bool BlockAfterBurst { get; set; }

    /// <summary>Whether a wake-up would find it asleep or on its way there, and not woken yet (try_to_wake_up returns 1).</summary>
    internal bool CanBeWoken => State == ThreadState.Blocked || (BlockAfterBurst && !_wakeToken);

    private bool TimedOut { get; set; }

    /// <summary>CPU time that has passed so far, by what it was used for.</summary>
    public CpuTimes Times { get; } = new();

    /// <summary>What of the time spent has not passed yet, owed or left of a burst, by what it is used for.</summary>
    internal CpuTimes Owing { get; } = new();

    /// <summary>The program computes: uses CPU time; it passes at the next wait.</summary>
    public void Spend(SimDuration cpuTime) => Owe(cpuTime, CpuUse.Program);

    /// <summary>The language runtime computes: uses CPU time; it passes at the next wait.</summary>
    public void SpendInRuntime(SimDuration cpuTime) => Owe(cpuTime, CpuUse.Runtime);

    /// <summary>The kernel works for the thread: uses CPU time; it passes at the next wait.</summary>
    public void SpendInKernel(SimDuration cpuTime) => Owe(cpuTime, CpuUse.Kernel);

    private void Owe(SimDuration cpuTime, CpuUse use)
    {
        Owed += cpuTime;
        Owing.Add(use, cpuTime);
    }

    /// <summary>Writes a cache line: the core is held up until it has it.</summary>
    public void WriteLine(CacheLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        var cost = line.Write(Core.Number, LocalNow);
        Owe(cost, CpuUse.LineWait);
        LineWait += cost - _host.Costs.RmwLocal;
    }

    /// <summary>Reads a cache line: the core is held up until it has it.</summary>
    public void ReadLine(CacheLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        WaitForLines(line.Read(Core.Number, LocalNow));
    }

    /// <summary>Stores to a cache line, or does an atomic operation on it whose own time is counted elsewhere: the core is held up until it has the line.</summary>
    public void StoreLine(CacheLine line)
    {
        ArgumentNullException.ThrowIfNull(line);
        WaitForLines(line.Store(Core.Number, LocalNow));
    }

    /// <summary>Holds a spin lock on a line for a while: waiting for it and fetching it come first, and the line of what it guards, if there is one.</summary>
    public void LockLine(CacheLine line, SimDuration hold, CacheLine? data = null)
    {
        ArgumentNullException.ThrowIfNull(line);
        var cost = line.Lock(Core.Number, LocalNow, hold, data);
        Owe(cost - hold, CpuUse.LineWait);
        Owe(hold, CpuUse.Runtime);
        LineWait += cost - hold - _host.Costs.RmwLocal;
    }

    /// <summary>A section under a lock of the kernel takes <paramref name="time"/>, <paramref name="section"/> of it the section itself; the rest is waiting.</summary>
    internal void RunLockedInKernel(SimDuration time, SimDuration section)
    {
        Owe(time - section, CpuUse.LineWait);
        Owe(section, CpuUse.Kernel);
        LineWait += time - section;
    }

    /// <summary>Pulls lines that are not modelled one by one out of the cache of another core, one after another.</summary>
    /// <param name="from">The logical CPU that wrote them last; this thread's own costs nothing.</param>
    /// <param name="count">How many, at least 0.</param>
    public void PullLines(int from, int count)
    {
        WaitForLines(_host.Hardware.PullLines(Core.Number, from, count));
    }

    /// <summary>Touches a random part of some memory: the core is held up for what its caches lack.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="size">How large it is [bytes], above 0.</param>
    /// <param name="touched">How much of it is touched [bytes].</param>
    public void TouchMemory(WorkingSet memory, int size, int touched)
    {
        ArgumentNullException.ThrowIfNull(memory);
        WaitForLines(memory.Touch(Core.Number, size, touched));
    }

    /// <summary>The core is held up for what its caches lack.</summary>
    internal void WaitForLines(SimDuration cost)
    {
        if (cost == SimDuration.Zero) return;
        Owe(cost, CpuUse.LineWait);
        LineWait += cost;
    }

    /// <summary>Whether it has lost its core (or has not got it yet) in the last <paramref name="tail"/> of what it settles.</summary>
    public bool WaitsForCoreWithin(SimDuration tail) => State == ThreadState.Runnable && Remaining <= tail;

    /// <summary>Waits until the time owed has passed on a core.</summary>
    public SettleAwaiter Settle() => new(this, Owed > SimDuration.Zero || _host.SettlesAlways);

    /// <summary>Waits for the core again if the thread has been asked to give it up while the kernel worked for it: that happens where a system call returns to user mode.</summary>
    public SettleAwaiter ReturnToUserMode() => new(this, Core.IsAskedForAtKernelExit);

    /// <summary>Lets the time owed pass, but stops early when a signal arrives; the result is the CPU time left undone.</summary>
    public InterruptibleAwaiter SettleInterruptibly() => new(this);

    /// <summary>Lets the time owed pass, then sleeps until woken. A wake-up that came before the sleep ends it at once.</summary>
    public BlockAwaiter Block() => new(this, SimTime.MaxValue);

    /// <summary>As <see cref="Block"/>, but at most until <paramref name="deadline"/>. The result is whether the time ran out.</summary>
    public BlockAwaiter BlockUntil(SimTime deadline) => new(this, deadline);

    /// <summary>Starts the thread's code.</summary>
    /// <param name="code">What it does.</param>
    /// <param name="delay">What its creator still owes before the thread exists.</param>
    /// <param name="near">The creator's core, if it has one.</param>
    /// <param name="startUp">From clone to the first instruction, beyond an ordinary wake-up.</param>
    public void Start(Func<KernelThread, Process> code, SimDuration delay, Core? near, SimDuration startUp = default)
    {
        ArgumentNullException.ThrowIfNull(code);
        Frame = new FirstFrame(this, code);
        _host.Wake(this, delay + startUp, near);
        WokenAt -= startUp;
    }

    /// <summary>Forgets a wake-up that came too late to matter.</summary>
    public void DiscardWakeToken() => _wakeToken = false;

    /// <inheritdoc/>
    public string CodeName(byte code) => code switch
    {
        Timeout => "alarm",
        SignalArrives => "signal",
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        switch (occurrence.Code)
        {
            case Timeout: OnAlarm(); break;
            case SignalArrives: OnSignal(); break;
            default: throw new InvalidOperationException($"{Name} got event code {occurrence.Code}.");
        }
    }

    /// <summary>A standard signal is pending once or not at all; a second one before the handler has run is lost in the first.</summary>
    /// <returns>Whether there was none pending.</returns>
    internal bool SendSignal(SimDuration delay)
    {
        if (HasPendingSignal) return false;
        HasPendingSignal = true;
        _host.Simulation.ScheduleAfter(delay, _self, SignalArrives);
        return true;
    }

    /// <summary>The handler of a signal that reached the thread while it had no core runs before anything else.</summary>
    /// <returns>Whether there was such a signal.</returns>
    internal bool TakeArrivedSignal()
    {
        if (!_signalArrived) return false;
        _signalArrived = false;
        HasPendingSignal = false;
        return true;
    }

    /// <summary>The handler of a signal takes its time, before what the thread is in the middle of.</summary>
    internal void HandleSignal()
    {
        var cost = _host.Costs.SignalHandle;
        if (Remaining == SimDuration.Zero)
        {
            SpendInKernel(cost);
            return;
        }

        Remaining += cost;
        Owing.Add(CpuUse.Kernel, cost);
    }

    /// <summary>Makes sure that an alarm rings at the deadline, or before it and sees to the rest.</summary>
    /// <remarks>
    /// A sleep that ends early leaves its alarm behind, since pending events are not taken back. Alarms that are
    /// pending anyway serve later deadlines as well, so a thread never has more than a few, however often it sleeps.
    /// </remarks>
    private void SetAlarm(SimTime deadline)
    {
        _deadline = deadline;
        if (deadline == SimTime.MaxValue) return;
        foreach (var alarm in _alarms)
        {
            if (alarm <= deadline) return;
        }

        _alarms.Add(deadline);
        _host.Simulation.Schedule(deadline, _self, Timeout);
    }

    private void OnAlarm()
    {
        var now = _host.Simulation.Now;
        _alarms.Remove(now);
        if (_deadline == SimTime.MaxValue) return;
        if (_deadline > now)
        {
            SetAlarm(_deadline);
        }
        else if (State == ThreadState.Blocked)
        {
            TimedOut = true;
            _host.Wake(this, Core.TimerInterrupt(), Core);
        }
        else if (BlockAfterBurst)
        {
            TimedOut = true; // still on its way to sleep: it need not
            LeaveWakeToken();
        }
    }

    /// <summary>
    /// A handler runs on the thread's core: at once, or when the thread gets one. One that sleeps is woken for it, and sleeps on after it: futex and nanosleep are begun again by the kernel,
    /// epoll_wait, which ends with EINTR, by whoever called it.
    /// </summary>
    private void OnSignal()
    {
        if (State == ThreadState.Blocked)
        {
            _signalArrived = true;
            BlockAfterBurst = true;
            _host.Wake(this, SimDuration.Zero, Core);
            return;
        }

        if (State != ThreadState.Running || Core.IsSwitching)
        {
            _signalArrived = true;
            return;
        }

        HasPendingSignal = false;
        if (Interruptible) Core.CutBurst();
        else Core.Delay(_host.Costs.SignalHandle);
    }

    internal Host Host => _host;

    internal void ResumeCode()
    {
        var frame = Frame!;
        Frame = null;
        frame.Resume();
    }

    /// <summary>The moment of falling asleep: a wake-up that came earlier wins.</summary>
    /// <returns>Whether the thread goes on without sleeping.</returns>
    internal bool TakeWakeToken()
    {
        var had = _wakeToken;
        _wakeToken = false;
        return had;
    }

    internal void LeaveWakeToken() => _wakeToken = true;

    private void Exit()
    {
        State = ThreadState.Exited;
        Account.ThreadCount--;
        Core.Release(this);
    }

    private async Process RunToEnd(Func<KernelThread, Process> code)
    {
        await code(this);
        await Settle();
        Exit();
    }

    /// <summary>The code before its first instruction.</summary>
    private sealed class FirstFrame(KernelThread thread, Func<KernelThread, Process> code) : ProcessFrame
    {
        public override void Resume() => thread.RunToEnd(code).Start();
    }
}
