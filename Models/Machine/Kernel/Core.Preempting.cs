using GmpSim.Engine;

namespace GmpSim.Machine;

/// <content>How a running thread loses the core: at the end of its slice, or to a thread that has woken up.</content>
/// <remarks>
/// A slice ends at a tick. A tick costs nothing and is no event where nothing depends on it: a core has one in the queue only while threads wait for it.
/// </remarks>
public sealed partial class Core
{
    private SimTime _sliceLook = SimTime.MaxValue; // the earliest look at a slice that is pending; it sees to the others
    private SimTime _switchAsked = SimTime.MaxValue; // the instant at which the running thread is to be made to leave (need_resched)
    private bool _leavesAtNextBurst; // the thread is asked to leave between this burst and the next: there it returns to user mode

    /// <summary>Virtual runtime of the running thread, what has passed of its burst included.</summary>
    internal SimDuration RuntimeOfCurrent
    {
        get
        {
            var thread = _current!;
            return _computing ? thread.VirtualRuntime + SchedulingClass.Virtual(SimDuration.Max(SimDuration.Zero, BurstPassed), thread.Weight) : thread.VirtualRuntime;
        }
    }

    /// <summary>Virtual runtime that the running thread had at the last tick, if it ran then; less than when it got the core, if not. Without ticks that of this instant.</summary>
    internal SimDuration RuntimeAtLastTick => RuntimeOfCurrent - SchedulingClass.Virtual(_host.SinceTick, _current!.Weight);

    /// <summary>Virtual runtime that the running thread had at the last tick at which its deadline, moved on by a slice each time, had been reached; this instant counts as a tick too.</summary>
    internal SimDuration RuntimeAtLastTickAfter(SimDuration deadline, SimDuration slice, int weight)
    {
        var now = _host.Simulation.Now;
        var runtime = RuntimeOfCurrent;
        var over = SchedulingClass.Real(runtime - deadline, weight);
        var first = over >= now - SimTime.Zero ? now : _host.TickFrom(now - over);
        if (first >= now) return runtime;
        var quantum = _host.InTicks(slice);
        var sinceLast = SimDuration.FromPicoseconds((now - first).Picoseconds % quantum.Picoseconds);
        return runtime - SchedulingClass.Virtual(sinceLast, weight);
    }

    /// <summary>A thread has joined the queue: it may be one that takes the core from the running one (wakeup_preempt).</summary>
    /// <param name="joined">The thread.</param>
    /// <param name="delay">What the waker still owes before the wake-up takes effect.</param>
    /// <param name="waker">The core the wake-up comes from.</param>
    internal void CheckPreemption(KernelThread joined, SimDuration delay, Core? waker)
    {
        if (!_class.Preempts(joined, _current!)) return;
        if (IsWaking)
        {
            Overtake(joined);
            return;
        }

        var at = _host.Simulation.Now + delay;
        if (_host.Rules.Preemption == PreemptionModel.Lazy)
        {
            AskForSwitch(_host.TickFrom(at));
            AskAtKernelExit(_current!);
        }
        else
        {
            AskForSwitch(ReferenceEquals(waker, this) ? at : at + _host.SendInterrupt(waker));
        }
    }

    /// <summary>Whether the core is still on its way out of its idle state: it picks a thread when it is there, from all that have come by then (sched_ttwu_pending).</summary>
    private bool IsWaking => _switching && _host.Simulation.Now < _switchEnd - _switchWork;

    /// <summary>A thread goes before the one for which the core was woken; nothing has been done for that one yet.</summary>
    private void Overtake(KernelThread joined)
    {
        var first = _current!;
        first.State = ThreadState.Runnable;
        _class.Waiting.Remove(joined);
        _class.Waiting.Insert(0, first);
        joined.State = ThreadState.Running;
        _current = joined;
        _class.Begin(joined);
        ScheduleSwitchDone();
    }

    /// <summary>Whether the running thread has been asked to leave where the kernel is through with its work, which is now.</summary>
    internal bool IsAskedForAtKernelExit => _leavesAtNextBurst;

    private void AskForSwitch(SimTime at)
    {
        if (_switchAsked <= at) return;
        _switchAsked = at;
        _host.Simulation.Schedule(at, _self, Reschedule);
    }

    /// <summary>Somebody wants the core, and the thread that has it is in the kernel: it looks when it returns to user mode.</summary>
    private void AskAtKernelExit(KernelThread thread)
    {
        if (_computing && KernelLeft(thread) is { } left && left > SimDuration.Zero) AskForSwitch(_host.Simulation.Now + left);
    }

    /// <summary>Somebody wants the core, and an interrupt comes: it ends with a return to user mode.</summary>
    private void AskAtReturnFromInterrupt()
    {
        if (_switchAsked != SimTime.MaxValue) AskForSwitch(_interruptEnd);
    }

    /// <summary>What of the burst in progress is the kernel's, which passes first; interrupts that go on included.</summary>
    private SimDuration KernelLeft(KernelThread thread)
    {
        var work = SimDuration.Max(SimDuration.Zero, thread.Owing[CpuUse.Kernel] - (BurstPassed - Stretched));
        var speed = _host.Hardware.Traits.SiblingSpeedPercent;
        return InterruptLeft + (_isSlowed ? ((work * 100) + SimDuration.FromPicoseconds(speed - 1)) / speed : work);
    }

    /// <summary>How long a thread that has to go still keeps the core, because the kernel is not taken out of its own work.</summary>
    private SimDuration WaitsForUserMode(KernelThread thread) => _host.Rules.Preemption == PreemptionModel.Full ? SimDuration.Zero : KernelLeft(thread);

    private void OnReschedule()
    {
        var now = _host.Simulation.Now;
        if (now != _switchAsked) return;
        _switchAsked = SimTime.MaxValue;
        if (_current is not { } thread || _class.Waiting.Count == 0) return;
        if (_switching)
        {
            AskForSwitch(_switchEnd);
        }
        else if (_burstEnd == now)
        {
            _leavesAtNextBurst = true; // what ends at this instant comes first: the thread may be going to sleep
        }
        else if (WaitsForUserMode(thread) is var left && left > SimDuration.Zero)
        {
            AskAfterKernel(left);
        }
        else
        {
            Displace(thread);
        }
    }

    private void ArmSlice()
    {
        var left = _class.UntilSliceEnd(_current!);
        if (left == SimDuration.MaxValue) return;
        var at = _host.TickFrom(_host.Simulation.Now + InterruptLeft + left);
        if (_sliceLook <= at) return;
        _sliceLook = at;
        _host.Simulation.Schedule(at, _self, SliceEnd);
    }

    private void OnSliceEnd()
    {
        if (_host.Simulation.Now != _sliceLook) return;
        _sliceLook = SimTime.MaxValue;
        if (_current is not { } thread || _switching || _class.Waiting.Count == 0) return;
        if (_burstEnd == _host.Simulation.Now || _class.UntilSliceEnd(thread) > SimDuration.Zero)
        {
            ArmSlice(); // the thread may be going to sleep, or has been held up
            return;
        }

        _class.EndSlice(thread);
        if (WaitsForUserMode(thread) is var left && left > SimDuration.Zero) AskAfterKernel(left);
        else Displace(thread);
    }

    /// <summary>The thread is asked to leave when the kernel is through with its own work: within this burst, or, where nothing follows that in it, before the next.</summary>
    private void AskAfterKernel(SimDuration left)
    {
        var at = _host.Simulation.Now + left;
        if (at >= _burstEnd) _leavesAtNextBurst = true;
        else AskForSwitch(at);
    }

    /// <summary>A burst has begun. Whoever goes from one system call to the next is asked to leave between them.</summary>
    private void LeaveIfAsked(KernelThread thread)
    {
        if (!_leavesAtNextBurst) return;
        _leavesAtNextBurst = false;
        if (_class.Waiting.Count > 0) Displace(thread);
    }

    /// <summary>The choice is made anew; unless the running thread wins it again, it loses the core in the middle of its burst.</summary>
    private void Displace(KernelThread thread)
    {
        if (_class.Keeps(thread, _class.Best()!))
        {
            ArmSlice();
            return;
        }

        StopBurst(thread);
        thread.State = ThreadState.Runnable;
        thread.RunnableSince = _host.Simulation.Now;
        GiveUp(thread);
        _host.Preemptions++;
        EndQuota(thread);
        AddWaiting(thread);
        ChooseNext();
    }
}
