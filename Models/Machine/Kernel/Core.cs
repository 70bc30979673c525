using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>One logical CPU and its run queue.</summary>
/// <remarks>Which thread goes next, and for how long, is up to the <see cref="SchedulingClass"/>; when the running one can be made to leave, to the <see cref="PreemptionModel"/>.</remarks>
public sealed partial class Core : IEventReceiver
{
    private const byte BurstEnd = 0;
    private const byte SliceEnd = 1;
    private const byte SwitchDone = 2;
    private const byte QuotaLook = 3;
    private const byte Reschedule = 4;

    private readonly int _self;
    private readonly Host _host;
    private readonly SchedulingClass _class;
    private readonly ColdCaches? _cold;
    private KernelThread? _current;
    private bool _switching;
    private bool _computing; // a burst is in progress
    private int _generation;
    private SimTime _burstStart;
    private SimTime _burstEnd;
    private SimTime _idleSince;
    private SimTime _switchEnd;
    private SimDuration _switchWork;
    private KernelThread? _lastThread;

    internal Core(Host host, int number)
    {
        _host = host;
        Number = number;
        Name = $"core/{number}";
        _class = SchedulingClass.For(this, host);
        if (host.Hardware.Traits.IdleWake == IdleWake.Kvm) Halting = new(host.Costs.HaltPoll);
        if (host.Costs.ColdStart > SimDuration.Zero) _cold = new(host.Costs, CostSpread.Of(host.Hardware.Traits.ColdSpreadPercent, host, $"cold/{number}"));
        IdleSpread = CostSpread.Of(host.Hardware.Traits.IdleSpreadPercent, host, $"idle/{number}");
        _self = host.Simulation.Register(this);
    }

    /// <summary>Number of the logical CPU, from 0.</summary>
    public int Number { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>For a virtual CPU: how long the host polls when it halts.</summary>
    internal HaltPolling? Halting { get; }

    /// <summary>How much the time to leave an idle state scatters, if it does.</summary>
    internal CostSpread? IdleSpread { get; }

    /// <summary>Whether a thread is on its way onto the core.</summary>
    internal bool IsSwitching => _switching;

    /// <summary>Whether no thread runs here and none is on its way.</summary>
    public bool IsIdle => _current is null;

    /// <summary>The thread that runs here, if any.</summary>
    public KernelThread? Current => _current;

    /// <inheritdoc/>
    public string CodeName(byte code) => code switch
    {
        BurstEnd => "burst-end",
        SliceEnd => "slice-end",
        SwitchDone => "switch-done",
        QuotaLook => "quota-look",
        Reschedule => "reschedule",
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        switch (occurrence.Code)
        {
            case BurstEnd: if (occurrence.Subject == _generation) OnBurstEnd(); break;
            case SliceEnd: OnSliceEnd(); break;
            case SwitchDone: if (occurrence.Subject == _generation) OnSwitchDone(); break;
            case QuotaLook: OnQuotaLook(); break;
            case Reschedule: OnReschedule(); break;
            default: throw new InvalidOperationException($"{Name} got event code {occurrence.Code}.");
        }
    }

    /// <summary>The current thread has more to do in the burst in progress: a signal handler that changes nothing.</summary>
    internal void Delay(SimDuration cost)
    {
        if (cost == SimDuration.Zero) return;
        _current!.Owing.Add(CpuUse.Kernel, cost);
        EndSlowPart();
        _burstEnd += cost;
        BeginSlowPart();
        ScheduleBurstEnd();
    }

    /// <summary>Time since the core went idle.</summary>
    internal SimDuration IdleGap => _host.Simulation.Now - _idleSince;

    /// <summary>The current thread goes on for what it owes.</summary>
    internal void BeginBurst(KernelThread thread)
    {
        _burstStart = SimTime.Max(_host.Simulation.Now, _interruptEnd);
        _burstEnd = _burstStart + thread.Owed;
        thread.Owed = SimDuration.Zero;
        StartBurst();
        if (_switchAsked != SimTime.MaxValue) AskAtKernelExit(thread);
        LeaveIfAsked(thread);
    }

    /// <summary>The current thread falls asleep, unless a wake-up was faster.</summary>
    internal void Sleep(KernelThread thread)
    {
        if (thread.TakeWakeToken())
        {
            // Keep the stack flat: go on by an event of this instant, not by a nested call.
            BeginBurst(thread);
            return;
        }

        thread.State = ThreadState.Blocked;
        Release(thread);
    }

    /// <summary>The current thread leaves the core; the next one is chosen.</summary>
    internal void Release(KernelThread thread)
    {
        if (thread.State == ThreadState.Blocked && BudgetOf(thread) is null) _class.FallAsleep(thread);
        else _class.Leave(thread);
        GiveUp(thread);
        _host.VoluntarySwitches++;
        EndQuota(thread);
        ChooseNext();
    }

    /// <summary>A thread is off the core, for whatever reason.</summary>
    private void GiveUp(KernelThread thread)
    {
        thread.LastRan = _host.Simulation.Now;
        _lastThread = thread;
        _current = null;
        _computing = false;
        _idleFrom = SimTime.Max(thread.LastRan, _interruptEnd);
        _generation++;
        _switchAsked = SimTime.MaxValue;
        _leavesAtNextBurst = false;
        _host.Placement.Turned(this);
    }

    private void ChooseNext()
    {
        if (_class.Waiting.Count > 0)
        {
            _host.ContextSwitches++;
            SwitchTo(TakeNext());
            return;
        }

        _class.WentIdle();
        _idleSince = _host.Simulation.Now;
        if (_host.Placement.PullFor(this) is { } pulled) SwitchTo(pulled, work: _host.Costs.NewidlePull);
        else if (_host.WaitingThreads > 0) _host.Placement.KeepBalanced();
        if (IsIdle) TellSiblings();
    }

    /// <summary>Starts a thread on this core, which is idle: it leaves its idle state, and its caches are cold.</summary>
    /// <param name="thread">Which.</param>
    /// <param name="delay">What the waker still owes.</param>
    /// <param name="waker">The waker's core; this one where nobody has to tell it.</param>
    /// <param name="work">What the core does for it before the context switch.</param>
    internal void LeaveIdleFor(KernelThread thread, SimDuration delay, Core? waker, SimDuration work = default)
    {
        _cold?.LeaveIdle(IdleGap);
        SwitchTo(thread, delay + _host.WakeUpLatency(this, waker), work);
    }

    /// <summary>Starts a thread on this core, which runs no other.</summary>
    /// <param name="thread">Which.</param>
    /// <param name="wait">Time until the core begins to work on it: what the waker still owes, delivery, leaving an idle state.</param>
    /// <param name="work">What the core does for it before the context switch.</param>
    internal void SwitchTo(KernelThread thread, SimDuration wait = default, SimDuration work = default)
    {
        Thief?.CoreWanted();
        _current = thread;
        _host.Placement.Turned(this);
        _class.Begin(thread);
        _switching = true;
        thread.State = ThreadState.Running;
        thread.Core = this;
        if (!ReferenceEquals(_lastThread, thread)) _host.ThreadSwitches++;
        _cold?.Meet(thread);
        _switchWork = work + _host.Costs.ContextSwitch;
        _switchEnd = SimTime.Max(_host.Simulation.Now + wait, _interruptEnd) + _switchWork;
        ScheduleSwitchDone();
    }

    /// <summary>A signal for the current thread: an interruptible burst ends now.</summary>
    internal void CutBurst()
    {
        var thread = _current!;
        StopBurst(thread);
        _generation++;
        thread.ResumeCode();
    }

    private void OnBurstEnd()
    {
        var thread = _current!;
        EndSlowPart();
        _computing = false;
        Account(thread, _burstEnd - _burstStart);
        if (thread.BlockAfterBurst)
        {
            thread.BlockAfterBurst = false;
            if (!thread.TakeWakeToken())
            {
                thread.State = ThreadState.Blocked;
                Release(thread);
                return;
            }
        }

        thread.ResumeCode();
    }

    private void OnSwitchDone()
    {
        var thread = _current!;
        var now = _host.Simulation.Now;
        _switching = false;
        BookSwitch(thread);
        TellSiblings();
        if (!BeginQuota(thread)) return;
        thread.CoreWait += now - thread.RunnableSince;
        thread.OnCoreAt = SimTime.Min(thread.OnCoreAt, now); // later switches, after preemption, come after the first
        ArmSlice();

        if (thread.TakeArrivedSignal())
        {
            if (thread.Interruptible)
            {
                thread.ResumeCode();
                return;
            }

            thread.HandleSignal();
            if (thread.BlockAfterBurst && thread.Remaining == SimDuration.Zero)
            {
                BeginBurst(thread); // woken for the handler alone
                return;
            }
        }

        if (thread.Remaining > SimDuration.Zero)
        {
            _burstStart = now;
            _burstEnd = now + thread.Remaining;
            thread.Remaining = SimDuration.Zero;
            StartBurst();
        }
        else
        {
            thread.ResumeCode();
        }
    }

    /// <summary>A burst begins whose start and end at full speed are set.</summary>
    private void StartBurst()
    {
        _computing = true;
        BeginSlowPart();
        ScheduleBurstEnd();
    }

    /// <summary>The burst in progress is cut short; what is left of it is kept.</summary>
    private void StopBurst(KernelThread thread)
    {
        EndSlowPart();
        var passed = BurstPassed;
        thread.Remaining = _burstEnd - _burstStart - passed;
        _computing = false;
        Account(thread, passed);
    }

    private void ScheduleSwitchDone() => _host.Simulation.Schedule(_switchEnd, _self, SwitchDone, ++_generation);

    /// <summary>The burst in progress ends at its present end; an end scheduled before counts no more.</summary>
    private void ScheduleBurstEnd() => _host.Simulation.Schedule(_burstEnd, _self, BurstEnd, ++_generation);
}
