using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>Setting timers, and running those that are due (time.go).</summary>
/// <remarks>
/// A timer goes onto the heap of the P whose goroutine sets it. It fires when an M looks at that heap: the P's own M in every round of the
/// scheduler, a thief in its last pass. A goroutine that computes fires nothing, so a timer never fires early and may fire late.
/// Setting and firing cost <c>go.timer</c> each, and so does every timer that a heap moves or removes when it puts itself in order.
/// The heap's lock is its line: whoever sets, stops or fires a timer takes it, and whoever looks when the first is due reads it.
/// </remarks>
public sealed class Timers
{
    private readonly GoProcess _process;

    internal Timers(GoProcess process) => _process = process;

    /// <summary>Sets a timer that is not set (newTimer).</summary>
    /// <param name="m">The M whose P's heap it goes to.</param>
    /// <param name="timer">The timer.</param>
    /// <param name="when">When it is due; a time that has passed means the next look at the heap.</param>
    /// <param name="period">Time between firings; zero to fire once.</param>
    /// <exception cref="InvalidOperationException">The timer is set already: <see cref="Reset"/> it.</exception>
    public void Start(WorkerThread m, RuntimeTimer timer, SimTime when, SimDuration period = default)
    {
        ArgumentNullException.ThrowIfNull(timer);
        if (timer.IsSet) throw new InvalidOperationException("The timer is set already.");
        Reset(m, timer, when, period);
    }

    /// <summary>Sets a timer anew (modify). One that lies on the heap of whatever P stays there and is only marked.</summary>
    /// <returns>Whether it was set before, and had not fired.</returns>
    public bool Reset(WorkerThread m, RuntimeTimer timer, SimTime when, SimDuration period = default)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(timer);
        var wasSet = timer.IsSet;
        var before = timer.When;
        timer.When = when;
        timer.Period = period;
        m.Thread.SpendInRuntime(_process.Costs.Timer);
        if (timer.Heap is { } heap)
        {
            m.Thread.StoreLine(heap.Line);
            timer.IsModified = true;
            Revive(timer);
            // From 1.23 only the earliest of the moved timers is worth a wake-up; before, each one that moved forward.
            var wakes = _process.Options.Rules.BreaksOnlyForEarliestTimer ? when < heap.MinWhenModified : when < before;
            heap.MinWhenModified = SimTime.Min(heap.MinWhenModified, when);
            if (wakes) WakeNetPoller(m, when);
        }
        else if (BelongsOnHeap(timer))
        {
            Add(m, timer);
        }

        return wasSet;
    }

    /// <summary>Stops a timer (stop). On a heap it stays as a zombie until that heap puts itself in order.</summary>
    /// <returns>Whether it was set, and will now not fire.</returns>
    public bool Stop(WorkerThread m, RuntimeTimer timer)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(timer);
        var wasSet = timer.IsSet;
        timer.When = SimTime.MaxValue;
        m.Thread.SpendInRuntime(_process.Costs.Timer);
        if (timer.Heap is not { } heap) return wasSet;
        m.Thread.StoreLine(heap.Line);
        timer.IsModified = true;
        MarkZombie(timer);
        return wasSet;
    }

    /// <summary>A goroutine blocks on the channel of a timer (blockTimerChan): from 1.23 that is what puts the timer on a heap.</summary>
    public void BlockOnChannel(WorkerThread m, RuntimeTimer timer)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(timer);
        timer.Blocked++;
        if (!timer.IsSet) return;
        if (timer.Heap is null) Add(m, timer);
        else Revive(timer);
    }

    /// <summary>A goroutine is no longer blocked on the channel of a timer (unblockTimerChan): from 1.23 the timer leaves its heap with the last.</summary>
    /// <remarks>It stays set: whether its time has come is found out when somebody looks at the channel (<see cref="RunIfDue"/>).</remarks>
    public void UnblockFromChannel(RuntimeTimer timer)
    {
        ArgumentNullException.ThrowIfNull(timer);
        if (--timer.Blocked < 0) throw new InvalidOperationException("More goroutines left the channel of a timer than had blocked on it.");
        if (timer.Blocked == 0 && timer.Heap is not null && _process.Options.Rules.ChannelTimersAreLazy) MarkZombie(timer);
    }

    /// <summary>Somebody looks at the channel of a timer that lies on no heap: if its time has come, it fires now (maybeRunChan).</summary>
    public void RunIfDue(WorkerThread m, RuntimeTimer timer)
    {
        ArgumentNullException.ThrowIfNull(m);
        ArgumentNullException.ThrowIfNull(timer);
        if (timer.Heap is null && timer.When <= m.Thread.LocalNow) Fire(m, timer, m.Thread.LocalNow);
    }

    /// <summary>timers.check: fires what is due on the heap of <paramref name="owner"/>; goroutines become runnable on the M that looks.</summary>
    /// <param name="m">The M that looks; it holds a P, this one or another.</param>
    /// <param name="owner">Whose heap.</param>
    /// <param name="next">When the next timer of that heap is due; never for none.</param>
    /// <returns>Whether any fired.</returns>
    internal bool Check(WorkerThread m, Processor owner, out SimTime next)
    {
        var heap = owner.Timers;
        var now = m.Thread.LocalNow;
        var isOwner = ReferenceEquals(m.P, owner);
        next = heap.WakeTime;
        m.Thread.ReadLine(heap.Line);
        if (next > now && !(isOwner && heap.HasManyZombies)) return false;

        m.Thread.StoreLine(heap.Line);
        var fired = false;
        var repaired = heap.Adjust(now, force: false);
        while (heap.Head() is { } timer && timer.When <= now)
        {
            Fire(m, timer, now);
            fired = true;
        }

        if (isOwner && heap.HasManyZombies) repaired += heap.Adjust(now, force: true);
        m.Thread.SpendInRuntime(_process.Costs.Timer * repaired);
        next = heap.WakeTime;
        return fired;
    }

    /// <summary>When the first timer of any P is due (checkTimersNoP, timeSleepUntil).</summary>
    internal SimTime EarliestOfAll()
    {
        var earliest = SimTime.MaxValue;
        foreach (var p in _process.AllP) earliest = SimTime.Min(earliest, p.Timers.WakeTime);
        return earliest;
    }

    /// <summary>time.Sleep: sets the timer that readies a goroutine which has just parked.</summary>
    internal void Sleep(WorkerThread m, Goroutine g, SimTime until)
    {
        g.SleepTimer ??= new SleepTimer(_process, g);
        g.SleepTimer.Until = until;
        Reset(m, g.SleepTimer, until);
    }

    /// <summary>needsAdd: a channel's timer is put on a heap only for somebody who waits for it (from 1.23).</summary>
    private bool BelongsOnHeap(RuntimeTimer timer) =>
        !timer.FeedsChannel || timer.Blocked > 0 || !_process.Options.Rules.ChannelTimersAreLazy;

    /// <summary>maybeAdd.</summary>
    private void Add(WorkerThread m, RuntimeTimer timer)
    {
        var heap = m.P!.Timers;
        m.Thread.StoreLine(heap.Line);
        m.Thread.SpendInRuntime(_process.Costs.Timer * heap.CleanHead());
        var isEarliest = timer.When < heap.WakeTime;
        heap.Add(timer);
        if (isEarliest || !_process.Options.Rules.BreaksOnlyForEarliestTimer) WakeNetPoller(m, timer.When);
    }

    /// <summary>unlockAndRun: a periodic timer skips the times it has missed and keeps its phase.</summary>
    private void Fire(WorkerThread m, RuntimeTimer timer, SimTime now)
    {
        m.Thread.SpendInRuntime(_process.Costs.Timer);
        if (timer.Period > SimDuration.Zero)
        {
            var missed = (now - timer.When).Picoseconds / timer.Period.Picoseconds;
            timer.When += timer.Period * (1 + missed);
        }
        else
        {
            timer.When = SimTime.MaxValue;
        }

        if (timer.Heap is { } heap)
        {
            timer.IsModified = true;
            if (!timer.IsSet) MarkZombie(timer);
            heap.UpdateHead();
        }

        timer.Fire(m);
    }

    private void WakeNetPoller(WorkerThread m, SimTime when) => _process.Netpoller.WakeBefore(m.Thread, m.P!, when);

    private static void MarkZombie(RuntimeTimer timer)
    {
        if (timer.IsZombie) return;
        timer.IsZombie = true;
        timer.Heap!.Zombies++;
    }

    private static void Revive(RuntimeTimer timer)
    {
        if (!timer.IsZombie) return;
        timer.IsZombie = false;
        timer.Heap!.Zombies--;
    }
}
