using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>The simulated computer: cores and lines, and the kernel that puts threads on cores.</summary>
public sealed class Host
{
    private readonly Core[] _cores;
    private readonly List<KernelThread> _threads = [];
    private RandomStream? _timers;

    /// <summary>Builds an idle machine.</summary>
    public Host(Simulation simulation, MachineSetup setup)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ArgumentNullException.ThrowIfNull(setup);
        Simulation = simulation;
        Costs = setup.Costs;
        Rules = setup.Rules;
        Hardware = new(setup);
        Network = new(simulation, setup.Tcp);
        _cores = new Core[setup.Topology.LogicalCpus];
        for (var cpu = 0; cpu < _cores.Length; cpu++) _cores[cpu] = new(this, cpu);
        JoinSiblings(setup);
        Placement = ThreadPlacement.For(this);
    }

    /// <summary>The run this machine is part of.</summary>
    public Simulation Simulation { get; }

    /// <summary>Cache lines and distances.</summary>
    public Hardware Hardware { get; }

    /// <summary>What everything costs.</summary>
    public MachineCosts Costs { get; }

    /// <summary>Which rules of the kernel apply.</summary>
    public KernelRules Rules { get; }

    /// <summary>TCP beyond single sockets.</summary>
    public Network Network { get; }

    /// <summary>The logical CPUs in order.</summary>
    public IReadOnlyList<Core> Cores => _cores;

    /// <summary>Whether the kernel takes the time of an interrupt for that of the thread which it holds up, and of its group: without CONFIG_IRQ_TIME_ACCOUNTING, mainline's default. To be set before anything runs.</summary>
    public bool ChargesInterrupts { get; set; } = true;

    /// <summary>Where threads are put.</summary>
    internal ThreadPlacement Placement { get; }

    /// <summary>Threads that wait for a core now.</summary>
    internal int WaitingThreads { get; set; }

    /// <summary>The machine's futex hash table, where processes have none of their own.</summary>
    internal FutexTable? Futexes { get; set; }

    /// <summary>Every thread that there has been, in order.</summary>
    internal IReadOnlyList<KernelThread> Threads => _threads;

    /// <summary>
    /// Whether a thread that owes nothing still waits for its turn among the events of the instant when it settles. For exploring
    /// orders: then every point where others may see the thread is one at which they may come first, even where nothing costs time.
    /// </summary>
    public bool SettlesAlways { get; set; }

    /// <summary>Switches from one thread straight to another on a core, so far.</summary>
    public long ContextSwitches { get; internal set; }

    /// <summary>Times a core began to run another thread than the one before, idle in between or not.</summary>
    public long ThreadSwitches { get; internal set; }

    /// <summary>Times a thread gave its core up to sleep or to end, so far.</summary>
    public long VoluntarySwitches { get; internal set; }

    /// <summary>Threads that lost their core at the end of a slice, so far.</summary>
    public long Preemptions { get; internal set; }

    /// <summary>Busy time of all cores so far.</summary>
    public SimDuration BusyTime
    {
        get
        {
            var total = SimDuration.Zero;
            foreach (var core in _cores) total += core.BusyTime;
            return total;
        }
    }

    /// <summary>A new thread, asleep until started.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="account">Its process.</param>
    /// <param name="allowed">CPUs that it may use.</param>
    /// <param name="nice">Its nice level, -20 to 19.</param>
    public KernelThread NewThread(string name, ProcessAccount account, CpuSet allowed, int nice = 0)
    {
        var thread = new KernelThread(this, name, account, allowed, nice);
        _threads.Add(thread);
        return thread;
    }

    /// <summary>A group of processes whose CPU time can be limited; without a limit so far.</summary>
    /// <param name="slice">What a core takes of a limit at a time; 5 ms unless the machine is set up otherwise.</param>
    public CpuBandwidth NewBandwidth(SimDuration? slice = null)
    {
        var group = new CpuBandwidth(Simulation, Rules, slice);
        foreach (var core in _cores) group.NewBudget(core);
        return group;
    }

    /// <summary>From now on the host of this virtual machine takes a share of every core.</summary>
    /// <param name="share">Share of a core's time, above 0 and below 1.</param>
    /// <param name="gap">How long a core is gone each time; with a mean above 0.</param>
    public void Steal(double share, Distribution gap)
    {
        ArgumentNullException.ThrowIfNull(gap);
        foreach (var core in _cores) core.Thief = new(Simulation, core, share, gap);
        Hardware.Thieves = [.. _cores.Select(core => core.Thief!)];
    }

    /// <summary>Wakes a sleeping thread after <paramref name="delay"/>; for one that is about to sleep, the sleep is called off.</summary>
    /// <param name="thread">Whom to wake.</param>
    /// <param name="delay">What the waker still owes before the wake-up takes effect.</param>
    /// <param name="waker">The core the wake-up comes from; <see langword="null"/> for a device.</param>
    /// <param name="sync">Whether the waker says that it will sleep soon (WF_SYNC), which draws the thread to its core.</param>
    /// <returns>Whether the thread was asleep.</returns>
    public bool Wake(KernelThread thread, SimDuration delay, Core? waker, bool sync = false)
    {
        ArgumentNullException.ThrowIfNull(thread);
        if (thread.State != ThreadState.Blocked)
        {
            if (thread.State != ThreadState.Exited) thread.LeaveWakeToken();
            return false;
        }

        var isNew = thread.Core is null;
        thread.RunnableSince = Simulation.Now;
        thread.WokenAt = Simulation.Now + delay;
        thread.OnCoreAt = SimTime.MaxValue;
        if (thread.IsDelayed && thread.Core is { } kept && kept.Readmit(thread))
        {
            kept.Enqueue(thread);
            kept.CheckPreemption(thread, delay, waker);
            return true;
        }

        var core = isNew ? Placement.ForNew(thread, waker) : Placement.ForWoken(thread, waker, sync);
        if (core.HoldsBack(thread)) return true;
        core.Adopt(thread, isNew ? PlacementKind.New : PlacementKind.Woken);
        if (core.IsIdle)
        {
            core.LeaveIdleFor(thread, delay, waker);
        }
        else
        {
            core.Enqueue(thread);
            core.CheckPreemption(thread, delay, waker);
        }

        return true;
    }

    /// <summary>Sends a signal that cuts short an interruptible burst, as SIGURG does for preemption.</summary>
    /// <param name="thread">Who receives it.</param>
    /// <param name="delay">What the sender still owes; delivery takes <c>kernel.signal_deliver</c> on top.</param>
    /// <returns>Whether it was sent: not while an earlier one waits for its handler.</returns>
    public bool Signal(KernelThread thread, SimDuration delay)
    {
        ArgumentNullException.ThrowIfNull(thread);
        return thread.SendSignal(delay + Costs.SignalDeliver);
    }

    /// <summary>How late a timer goes off this time.</summary>
    internal SimDuration TimerLateness()
    {
        if (Costs.TimerJitter == SimDuration.Zero) return SimDuration.Zero;
        _timers ??= Simulation.Stream("kernel/timers");
        return SimDuration.FromPicoseconds((long)(_timers.NextUnit() * Costs.TimerJitter.Picoseconds));
    }

    /// <summary>Hardware threads of one core slow each other down where the machine says so.</summary>
    private void JoinSiblings(MachineSetup setup)
    {
        var threads = setup.Topology.ThreadsPerCore;
        if (threads == 1 || setup.Traits.SiblingSpeedPercent == 100) return;
        foreach (var core in _cores) core.SetSiblings([.. _cores.Where(other => other != core && other.Number / threads == core.Number / threads)]);
    }

    /// <summary>The first tick from an instant on; the ticks of all cores fall on one grid.</summary>
    internal SimTime TickFrom(SimTime instant)
    {
        if (Costs.Tick == SimDuration.Zero) return instant;
        var since = instant.Picoseconds % Costs.Tick.Picoseconds;
        return since == 0 ? instant : instant + (Costs.Tick - SimDuration.FromPicoseconds(since));
    }

    /// <summary>Time since the last tick; zero where there are none.</summary>
    internal SimDuration SinceTick => Costs.Tick == SimDuration.Zero ? SimDuration.Zero : SimDuration.FromPicoseconds(Simulation.Now.Picoseconds % Costs.Tick.Picoseconds);

    /// <summary>A time rounded up to whole ticks.</summary>
    internal SimDuration InTicks(SimDuration time) => TickFrom(SimTime.Zero + time) - SimTime.Zero;

    /// <summary>From a wake-up until an idle core begins to switch to a thread; whoever wakes it pays for an interrupt, if it takes one.</summary>
    internal SimDuration WakeUpLatency(Core core, Core? waker)
    {
        var exit = IdleExit(core);
        exit = core.IdleSpread?.Draw(exit) ?? exit;
        core.Halting?.Adapt(core.IdleGap);
        return (TellsByInterrupt && waker != core ? SendInterrupt(waker) : Costs.WakeDeliver) + exit;
    }

    /// <summary>A core is sent an interrupt; the sender pays for it.</summary>
    /// <returns>Time until it has arrived.</returns>
    internal SimDuration SendInterrupt(Core? sender)
    {
        sender?.Pay(Hardware.Traits.IdleWake == IdleWake.Kvm ? Costs.IpiSendVm : Costs.IpiSend);
        return Costs.IpiDeliver;
    }

    /// <summary>Leaving the idle state in which a core is: the median, where it scatters.</summary>
    internal SimDuration IdleExit(Core core)
    {
        var gap = core.IdleGap;
        if (core.Halting is { } halting) return Costs.IdleExitShallow + (halting.IsPolling(gap) ? Costs.HaltExitPolled : Costs.HaltExitBlocked);
        if (gap < Costs.IdleGapMedium) return Costs.IdleExitShallow;
        return (gap < Costs.IdleGapDeep ? Costs.IdleExitMedium : Costs.IdleExitDeep) + ColdCaches.Lost(Costs.ColdWake, Costs.ColdTime, gap);
    }

    private bool TellsByInterrupt => Hardware.Traits.IdleWake != IdleWake.Polling;
}
