using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>sysmon (proc.go): a thread without a P that looks after the others.</summary>
/// <remarks>
/// sysmonlock is free whenever sysmon takes it, so it is left out; so is the scavenger, which a simulated process has no use for.
/// </remarks>
internal sealed class SystemMonitor(GoProcess process)
{
    /// <summary>Sleep while there is something to do. Source: sysmon, every Go version.</summary>
    private static readonly SimDuration s_shortest = SimDuration.FromMicroseconds(20);

    /// <summary>Longest sleep. Source: sysmon, every Go version.</summary>
    private static readonly SimDuration s_longest = SimDuration.FromMilliseconds(10);

    /// <summary>Idle rounds before the sleep begins to double. Source: sysmon, every Go version.</summary>
    private const int IdleRoundsBeforeBackoff = 50;

    /// <summary>How old the last netpoll may be. Source: sysmon, every Go version.</summary>
    private static readonly SimDuration s_pollAge = SimDuration.FromMilliseconds(10);

    /// <summary>Longest deep sleep: half of forcegcperiod. Source: sysmon, every Go version.</summary>
    private static readonly SimDuration s_deepSleep = SimDuration.FromSeconds(60);

    private readonly List<Goroutine> _harvest = [];
    private readonly EpollEvent[] _events = new EpollEvent[process.Options.MaxEvents];
    private readonly Retaker _retaker = new(process);
    private SimDuration _delay = s_shortest;
    private int _idleRounds;
    private readonly Futex _note = process.NewNote(); // sched.sysmonnote

    /// <summary>Whether it sleeps until something happens (sysmonwait).</summary>
    internal bool SleepsDeeply { get; private set; }

    /// <summary>Ends a deep sleep, if there is one (sysmonwait): a system call begins or ends, or the world is started.</summary>
    internal void WakeFromDeepSleep(KernelThread by)
    {
        if (!SleepsDeeply) return;
        SleepsDeeply = false;
        process.Sched.Lock(by);
        _note.Wake(by);
    }

    /// <summary>The life of the thread: sleep, look, sleep longer when there was nothing to do.</summary>
    internal async Process Run(KernelThread thread)
    {
        while (true)
        {
            if (_idleRounds == 0) _delay = s_shortest;
            else if (_idleRounds > IdleRoundsBeforeBackoff) _delay = SimDuration.Min(_delay * 2, s_longest);
            await process.Sleep(thread, _delay);
            if (MaySleepDeeply)
            {
                process.SchedTrace?.OnSysmonRound(thread.LocalNow); // the option would keep it awake for that
                await SleepDeeply(thread);
            }

            process.Counters.SysmonRounds++;
            var stale = thread.LocalNow - s_pollAge;
            if (process.Netpoller.IsStale(stale))
            {
                await thread.Settle();
                process.Netpoller.PollForSysmon(thread, _events, _harvest, stale);
                process.Waker.InjectWithoutP(thread, _harvest);
            }

            process.GomaxprocsUpdater?.Look(thread);
            if (process.Options.Rules.SysmonStartsMForLateTimers) StartMForLateTimer(thread);
            if (_retaker.Retake(thread) > 0) _idleRounds = 0;
            else _idleRounds++; // a request to yield leaves the back-off as it is
            process.Gc?.Forced.WakeIfDue(thread);
            process.SchedTrace?.OnSysmonRound(thread.LocalNow);
        }
    }

    private bool MaySleepDeeply => process.Sched.GcWaiting || (process.Sched.IdlePs == process.AllP.Length && !process.Netpoller.HasUnwatched());

    /// <summary>All Ps are idle: sleeps until the next timer, at most 60 s, or until somebody wakes it.</summary>
    private async Process SleepDeeply(KernelThread thread)
    {
        process.Sched.Lock(thread);
        await thread.Settle();
        if (!MaySleepDeeply) return;
        var woken = false;
        var next = process.Timers.EarliestOfAll();
        if (next > thread.LocalNow)
        {
            SleepsDeeply = true;
            var until = SimTime.Min(next, thread.LocalNow + s_deepSleep) + process.Host.Costs.TimerSlack;
            _note.BeginWait(thread);
            await thread.BlockUntil(until);
            woken = !_note.Leave(thread);
            SleepsDeeply = false;
        }

        // Up to 1.15 even where it did not sleep, because a timer was late already: that is what kept short sleeps short (golang/go#44343).
        if (!woken && !process.Options.Rules.SysmonResetsOnTimeout) return;
        _idleRounds = 0;
        _delay = s_shortest;
    }

    /// <summary>Up to 1.15: a timer that should have run already may lie on a P that nobody can take; an M for any idle P steals it.</summary>
    private void StartMForLateTimer(KernelThread thread)
    {
        if (process.Timers.EarliestOfAll() >= thread.LocalNow) return;
        if (process.Sched.TakeIdleP() is { } p) process.Waker.StartM(thread, p, spinning: false);
    }
}
