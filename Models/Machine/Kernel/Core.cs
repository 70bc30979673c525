using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>One logical CPU and its run queue.</summary>
/// <remarks>
/// The rules of EEVDF in their simple form (kernel/sched/fair.c, Linux 6.6 and later): the thread with the least
/// virtual runtime goes next; a thread that is running keeps the core until its slice is used (RUN_TO_PARITY), so a
/// woken thread never preempts; a thread that wakes up starts at the queue's virtual time (no credit for sleeping).
/// </remarks>
public sealed partial class Core : IEventReceiver
{
    private const byte BurstEnd = 0;
    private const byte SliceEnd = 1;
    private const byte SwitchDone = 2;
    private const byte QuotaLook = 3;

    private readonly int _self;
    private readonly Host _host;
    private readonly List<KernelThread> _waiting = [];
    private KernelThread? _current;
    private bool _switching;
    private int _generation;
    private int _sliceGeneration;
    private SimTime _burstStart;
    private SimTime _burstEnd;
    private SimTime _sliceStart;
    private SimTime _idleSince;
    private SimDuration _virtualTime;
    private SimTime _switchEnd;
    private SimDuration _switchWork;
    private KernelThread? _lastThread;

    internal Core(Host host, int number)
    {
        _host = host;
        Number = number;
        Name = $"core/{number}";
        _self = host.Simulation.Register(this);
    }

    /// <summary>Number of the logical CPU, from 0.</summary>
    public int Number { get; }

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Whether a thread is on its way onto the core.</summary>
    internal bool IsSwitching => _switching;

    /// <summary>Whether no thread runs here and none is on its way.</summary>
    public bool IsIdle => _current is null;

    /// <summary>The thread that runs here, if any.</summary>
    public KernelThread? Current => _current;

    /// <summary>Threads waiting for this core.</summary>
    public int QueueLength => _waiting.Count;

    /// <inheritdoc/>
    public string CodeName(byte code) => code switch
    {
        BurstEnd => "burst-end",
        SliceEnd => "slice-end",
        SwitchDone => "switch-done",
        QuotaLook => "quota-look",
        _ => code.ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public void Receive(in SimEvent occurrence)
    {
        switch (occurrence.Code)
        {
            case BurstEnd: if (occurrence.Subject == _generation) OnBurstEnd(); break;
            case SliceEnd: if (occurrence.Subject == _sliceGeneration) OnSliceEnd(); break;
            case SwitchDone: if (occurrence.Subject == _generation) OnSwitchDone(); break;
            case QuotaLook: OnQuotaLook(); break;
            default: throw new InvalidOperationException($"{Name} got event code {occurrence.Code}.");
        }
    }

    /// <summary>The current thread has more to do in the burst in progress: a signal handler that changes nothing.</summary>
    internal void Delay(SimDuration cost)
    {
        if (cost == SimDuration.Zero) return;
        _current!.Owing.Add(CpuUse.Kernel, cost);
        _burstEnd += cost;
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
        ScheduleBurstEnd();
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
        thread.LastRan = _host.Simulation.Now;
        _lastThread = thread;
        _current = null;
        _idleFrom = SimTime.Max(thread.LastRan, _interruptEnd);
        _generation++;
        _sliceGeneration++;
        _host.VoluntarySwitches++;
        EndQuota(thread);
        ChooseNext();
    }

    private void ChooseNext()
    {
        if (_waiting.Count > 0)
        {
            _host.ContextSwitches++;
            SwitchTo(TakeNext());
            return;
        }

        _idleSince = _host.Simulation.Now;
        if (_host.PullFor(this) is { } pulled) SwitchTo(pulled, work: _host.Costs.NewidlePull);
    }

    /// <summary>A woken thread joins this core at its virtual time: sleeping earns no credit and costs none.</summary>
    internal void Adopt(KernelThread thread) => thread.VirtualRuntime = _virtualTime;

    /// <summary>Queues a thread behind the running one.</summary>
    internal void Enqueue(KernelThread thread)
    {
        thread.State = ThreadState.Runnable;
        thread.Core = this;
        _waiting.Add(thread);
        if (_waiting.Count == 1 && !_switching) ArmSlice();
    }

    /// <summary>Starts a thread on this core, which runs no other.</summary>
    /// <param name="thread">Which.</param>
    /// <param name="wait">Time until the core begins to work on it: what the waker still owes, delivery, leaving an idle state.</param>
    /// <param name="work">What the core does for it before the context switch.</param>
    internal void SwitchTo(KernelThread thread, SimDuration wait = default, SimDuration work = default)
    {
        Thief?.CoreWanted();
        _current = thread;
        _switching = true;
        thread.State = ThreadState.Running;
        thread.Core = this;
        if (!ReferenceEquals(_lastThread, thread)) _host.ThreadSwitches++;
        _switchWork = work + _host.Costs.ContextSwitch;
        _switchEnd = SimTime.Max(_host.Simulation.Now + wait, _interruptEnd) + _switchWork;
        ScheduleSwitchDone();
    }

    /// <summary>A signal for the current thread: an interruptible burst ends now.</summary>
    internal void CutBurst()
    {
        var thread = _current!;
        var passed = BurstPassed;
        thread.Remaining = _burstEnd - _burstStart - passed;
        Account(thread, passed);
        _generation++;
        thread.ResumeCode();
    }

    /// <summary>The first waiting thread that may move to another core and is not cache hot, if any.</summary>
    internal KernelThread? TakeMovable(Core target)
    {
        var coldBefore = _host.Simulation.Now - _host.Costs.MigrationCost;
        for (var i = 0; i < _waiting.Count; i++)
        {
            var thread = _waiting[i];
            if (!thread.Allowed.Contains(target.Number) || thread.LastRan > coldBefore || target.Throttles(thread)) continue;
            _waiting.RemoveAt(i);
            if (BudgetOf(thread) is { } budget) GiveBackIfLast(budget);
            thread.VirtualRuntime = SimDuration.Max(SimDuration.Zero, thread.VirtualRuntime - _virtualTime) + target._virtualTime;
            return thread;
        }

        return null;
    }

    private void OnBurstEnd()
    {
        var thread = _current!;
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
        _sliceStart = now;
        BookSwitch(thread);
        if (!BeginQuota(thread)) return;
        thread.CoreWait += now - thread.RunnableSince;
        thread.OnCoreAt = SimTime.Min(thread.OnCoreAt, now); // later switches, after preemption, come after the first
        _virtualTime = SimDuration.Max(_virtualTime, thread.VirtualRuntime);
        if (_waiting.Count > 0) ArmSlice();

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
            ScheduleBurstEnd();
        }
        else
        {
            thread.ResumeCode();
        }
    }

    private void OnSliceEnd()
    {
        if (_current is null || _switching || _waiting.Count == 0) return;
        var now = _host.Simulation.Now;
        if (_burstEnd == now)
        {
            ArmSlice(); // what ends at this instant comes first: the thread may be going to sleep
            return;
        }

        var thread = _current;
        var passed = BurstPassed;
        thread.Remaining = _burstEnd - _burstStart - passed;
        Account(thread, passed);
        _generation++;
        _sliceGeneration++;
        thread.State = ThreadState.Runnable;
        thread.RunnableSince = now;
        thread.LastRan = now;
        _lastThread = thread;
        _current = null;
        _idleFrom = SimTime.Max(now, _interruptEnd);
        _waiting.Add(thread);
        _host.Preemptions++;
        EndQuota(thread);
        ChooseNext();
    }

    private void ScheduleSwitchDone() => _host.Simulation.Schedule(_switchEnd, _self, SwitchDone, ++_generation);

    /// <summary>The burst in progress ends at its present end; an end scheduled before counts no more.</summary>
    private void ScheduleBurstEnd() => _host.Simulation.Schedule(_burstEnd, _self, BurstEnd, ++_generation);

    private KernelThread TakeNext()
    {
        var best = 0;
        for (var i = 1; i < _waiting.Count; i++)
        {
            if (_waiting[i].VirtualRuntime < _waiting[best].VirtualRuntime) best = i;
        }

        var thread = _waiting[best];
        _waiting.RemoveAt(best);
        return thread;
    }

    private void ArmSlice()
    {
        if (_host.Costs.Slice == SimDuration.Zero) return;
        var end = SimTime.Max(_host.Simulation.Now, _sliceStart + _host.Costs.Slice);
        _host.Simulation.Schedule(end, _self, SliceEnd, ++_sliceGeneration);
    }
}
