using GmpSim.Engine;

namespace GmpSim.Machine;

/// <content>Where the core's time goes. At every instant, what it was used for and what it was idle make up the time since the start, exactly.</content>
public sealed partial class Core
{
    private readonly CpuTimes _times = new(); // bursts and switches that are over, and every interrupt that has begun
    private SimDuration _idle;
    private SimTime _idleFrom; // while no thread runs: what came before is booked
    private SimTime _interruptEnd; // of what came so far, time that the host takes included
    private SimTime _timerInterruptEnd;
    private SimTime _awayFrom;
    private SimTime _awayUntil;

    /// <summary>Time in which nothing ran here so far; delivery of a wake-up and leaving an idle state belong to it.</summary>
    public SimDuration IdleTime
    {
        get
        {
            if (_current is not null && !_switching) return _idle;
            var until = _host.Simulation.Now + InterruptLeft;
            if (_switching) until = SimTime.Min(until, _switchEnd - _switchWork);
            return _idle + (until - _idleFrom);
        }
    }

    /// <summary>Time in which the core did anything at all so far. What the host took does not count.</summary>
    public SimDuration BusyTime
    {
        get
        {
            var passed = SimDuration.Zero;
            if (_switching) passed = SwitchPassed;
            else if (_current is not null) passed = BurstPassed;
            return _times.Total - _times[CpuUse.Steal] - (InterruptLeft - AwayLeft) + passed;
        }
    }

    /// <summary>Time used in a certain way so far, what is in progress included.</summary>
    public SimDuration TimeOf(CpuUse use)
    {
        var time = _times[use];
        if (use == CpuUse.Interrupt) time -= InterruptLeft - AwayLeft;
        if (use == CpuUse.Steal) time -= AwayLeft;
        if (_switching) return use == CpuUse.Switch ? time + SwitchPassed : time;
        if (_current is null) return time;
        return use == CpuUse.Sibling ? time + Stretched : time + _current.Owing.PartOf(use, BurstPassed - Stretched);
    }

    /// <summary>What is booked: without what is in progress.</summary>
    internal CpuTimes Booked => _times;

    /// <summary>The work of the burst that a thread has in progress here; zero when it has none.</summary>
    internal SimDuration BurstOf(KernelThread thread)
    {
        if (!ReferenceEquals(_current, thread) || _switching) return SimDuration.Zero;
        var length = _burstEnd - _burstStart - _stretch;
        return _isSlowed ? length - (_slowedTime - _slowedWork) : length;
    }

    /// <summary>What of <see cref="InterruptLeft"/> the host takes.</summary>
    private SimDuration AwayLeft => SimDuration.Max(SimDuration.Zero, _awayUntil - SimTime.Max(_awayFrom, _host.Simulation.Now));

    /// <summary>What interrupts that have begun still take, and the host; everything else stands still for so long.</summary>
    private SimDuration InterruptLeft => SimDuration.Max(SimDuration.Zero, _interruptEnd - _host.Simulation.Now);

    /// <summary>What has passed of the burst in progress.</summary>
    private SimDuration BurstPassed => _host.Simulation.Now + InterruptLeft - _burstStart;

    /// <summary>What has passed of the switch in progress.</summary>
    private SimDuration SwitchPassed => SimDuration.Max(SimDuration.Zero, _host.Simulation.Now + InterruptLeft - (_switchEnd - _switchWork));

    /// <summary>The host of the virtual machine that takes this core away now and then; <see langword="null"/> for none.</summary>
    internal CoreThief? Thief { get; set; }

    /// <summary>Charges work of an interrupt or softirq to this core: whatever runs here, or is on its way, is held up by it.</summary>
    public void Interrupt(SimDuration cost) => HoldUp(cost, CpuUse.Interrupt);

    /// <summary>A thread's sleep on this core ends: the timer's interrupt takes its time from what runs here. On a core that sleeps it is part of leaving idle.</summary>
    /// <remarks>Timers that are due while an interrupt runs are seen to by the same one (hrtimer_interrupt, kernel/time/hrtimer.c).</remarks>
    /// <returns>When, from now, it has run the timer.</returns>
    internal SimDuration TimerInterrupt()
    {
        var now = _host.Simulation.Now;
        if (_current is null || _host.Costs.TimerInterrupt == SimDuration.Zero) return SimDuration.Zero;
        if (_timerInterruptEnd <= now)
        {
            Interrupt(_host.Costs.TimerInterrupt);
            _timerInterruptEnd = _interruptEnd;
        }

        return _timerInterruptEnd - now;
    }

    /// <summary>Charges kernel work to whatever happens here at this instant: the code of the thread that has the core, or an interrupt.</summary>
    internal void Pay(SimDuration cost)
    {
        if (_current is { } thread && !_computing && !_switching) thread.SpendInKernel(cost);
        else Interrupt(cost);
    }

    /// <summary>The host takes the core away, and with it the time of what runs here.</summary>
    internal void TakeAway(SimDuration gap)
    {
        var now = _host.Simulation.Now;
        _awayFrom = SimTime.Max(now, _interruptEnd);
        _awayUntil = _awayFrom + gap;
        if (_current is { } thread && !_switching) thread.CoreWait += gap;
        HoldUp(gap, CpuUse.Steal);
    }

    private void HoldUp(SimDuration cost, CpuUse use)
    {
        if (cost == SimDuration.Zero) return;
        var now = _host.Simulation.Now;
        if (_current is null || _switching)
        {
            // Nothing but interrupts runs from here to their end.
            _idle += SimTime.Max(now, _idleFrom) - _idleFrom;
            _idleFrom = SimTime.Max(now, _interruptEnd) + cost;
        }

        _interruptEnd = SimTime.Max(now, _interruptEnd) + cost;
        _times.Add(use, cost);
        if (_current is null) return;
        if (_switching)
        {
            _switchEnd += cost;
            ScheduleSwitchDone();
            return;
        }

        // The burst in progress ends later.
        if (use == CpuUse.Interrupt && _host.ChargesInterrupts)
        {
            _current.VirtualRuntime += SchedulingClass.Virtual(cost, _current.Weight);
            _current.Account.CpuTime += cost;
        }
        else
        {
            BudgetOf(_current)?.Postpone(cost);
        }

        _burstStart += cost;
        _burstEnd += cost;
        ScheduleBurstEnd();
        if (use == CpuUse.Interrupt) AskAtReturnFromInterrupt();
    }

    private void BookSwitch(KernelThread thread)
    {
        _idle += _switchEnd - _switchWork - _idleFrom;
        thread.VirtualRuntime += SchedulingClass.Virtual(_switchWork, thread.Weight);
        _times.Add(CpuUse.Switch, _switchWork);
        thread.Times.Add(CpuUse.Switch, _switchWork);
        thread.Account.CpuTime += _switchWork;
    }

    private void Account(KernelThread thread, SimDuration ran)
    {
        thread.Owing.Pass(ran - _stretch, _times, thread.Times);
        _times.Add(CpuUse.Sibling, _stretch);
        thread.Times.Add(CpuUse.Sibling, _stretch);
        _stretch = SimDuration.Zero;
        thread.VirtualRuntime += SchedulingClass.Virtual(ran, thread.Weight);
        thread.Account.CpuTime += ran;
    }
}
