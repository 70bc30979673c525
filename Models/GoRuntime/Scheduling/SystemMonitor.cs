using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>sysmon (proc.go): a thread without a P that looks after the others.</summary>
/// <remarks>Not modelled yet: retaking Ps from system calls, forced GC, the scavenger, GOMAXPROCS updates, schedtrace.</remarks>
internal sealed class SystemMonitor(GoProcess process)
{
    /// <summary>Sleep while there is something to do. Source: sysmon, every Go version.</summary>
    private static readonly SimDuration s_shortest = SimDuration.FromMicroseconds(20);

    /// <summary>Longest sleep. Source: sysmon, every Go version.</summary>
    private static readonly SimDuration s_longest = SimDuration.FromMilliseconds(10);

    /// <summary>Idle rounds before the sleep begins to double. Source: sysmon, every Go version.</summary>
    private const int IdleRoundsBeforeBackoff = 50;

    /// <summary>How long a goroutine may run. Source: forcePreemptNS, retake, every Go version.</summary>
    private static readonly SimDuration s_slice = SimDuration.FromMilliseconds(10);

    /// <summary>How old the last netpoll may be. Source: sysmon, every Go version.</summary>
    private static readonly SimDuration s_pollAge = SimDuration.FromMilliseconds(10);

    /// <summary>Longest deep sleep: half of forcegcperiod. Source: sysmon, every Go version.</summary>
    private static readonly SimDuration s_deepSleep = SimDuration.FromSeconds(60);

    private readonly List<Goroutine> _harvest = [];
    private readonly EpollEvent[] _events = new EpollEvent[process.Options.MaxEvents];
    private KernelThread? _asleep;

    /// <summary>Ends a deep sleep: somebody is about to run again (entersyscall and exitsyscall look at sysmonwait).</summary>
    internal void WakeFromDeepSleep(KernelThread by)
    {
        if (_asleep is not { } thread) return;
        _asleep = null;
        process.Sched.Lock(by);
        by.Spend(process.Host.Costs.FutexWake);
        process.CountFutexWake();
        process.Host.Wake(thread, by.Owed, by.Core);
    }

    internal async Process Run(KernelThread thread)
    {
        var delay = s_shortest;
        var idleRounds = 0;
        while (true)
        {
            if (idleRounds == 0) delay = s_shortest;
            else if (idleRounds > IdleRoundsBeforeBackoff) delay = SimDuration.Min(delay * 2, s_longest);
            await process.Sleep(thread, delay);

            if (process.Sched.IdlePs == process.Options.Gomaxprocs)
            {
                var next = process.Timers.EarliestOfAll();
                if (next > thread.LocalNow)
                {
                    _asleep = thread;
                    var timedOut = await thread.BlockUntil(SimTime.Min(next, thread.LocalNow + s_deepSleep));
                    _asleep = null;
                    if (!timedOut)
                    {
                        idleRounds = 0;
                        delay = s_shortest;
                    }
                }
            }

            var stale = thread.LocalNow - s_pollAge;
            if (process.Netpoller.IsStale(stale))
            {
                await thread.Settle();
                process.Netpoller.PollForSysmon(thread, _events, _harvest, stale);
                process.Waker.InjectWithoutP(thread, _harvest);
            }

            PreemptLongRunning(thread);
            idleRounds++; // only retaking a P from a system call would reset it
        }
    }

    private void PreemptLongRunning(KernelThread thread)
    {
        if (!process.Options.AsyncPreempt) return;
        var now = thread.LocalNow;
        foreach (var p in process.AllP)
        {
            if (p.M is not { Current: { } g } m) continue;
            if (p.SeenSchedTick != p.SchedTick)
            {
                p.SeenSchedTick = p.SchedTick;
                p.SeenSchedWhen = now;
            }
            else if (p.SeenSchedWhen + s_slice <= now)
            {
                g.PreemptRequested = true;
                thread.Spend(process.Host.Costs.Syscall + process.Host.Costs.SignalSend);
                process.Host.Signal(m.Thread, thread.Owed);
            }
        }
    }
}
