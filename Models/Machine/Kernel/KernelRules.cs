using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>Which rules of the kernel apply: they differ between Linux versions, and stable series took some changes over.</summary>
/// <remarks>
/// Which releases of a stable series have a change is known by the month; the number of the release is assumed from that, and said so at the rule.
/// What distributions add to their kernels is not followed.
/// </remarks>
/// <param name="Version">A mainline release, or one of a stable series.</param>
public sealed record KernelRules(KernelVersion Version)
{
    /// <summary>The version that a scenario has which names none.</summary>
    public static KernelRules Default { get; } = new(new KernelVersion(6, 12));

    /// <summary>EEVDF decides which thread runs next (from 6.6; CFS before).</summary>
    public bool HasEevdf => IsFrom(6, 6);

    /// <summary>epoll_wait looks whether anything is ready without taking ep->lock (ep_events_available, from 5.0).</summary>
    public bool EpollLooksWithoutLock => IsFrom(5, 0);

    /// <summary>
    /// Callbacks take the read side of ep->lock, so that those of several cores overlap: 5.1 (a218cc491420) to 6.17. A spin lock before, and again since
    /// 6.18 (0c43094f8cc9). Of the stable series 6.12 has the spin lock from about 6.12.58 (assumed: late 2025).
    /// </summary>
    public bool EpollCallbacksShareLock => IsFrom(5, 1) && !IsFrom(6, 18) && !IsStable(6, 12, 58);

    /// <summary>
    /// A harvest that leaves something on the ready list wakes one more waiter (the chained wake): up to 5.4 and again since 5.13; 5.5 (339ddb53d373) to 5.12
    /// woke nobody. Stable series have it back from 5.10.37, 5.11.21, 5.12.4 (assumed: May 2021).
    /// </summary>
    public bool EpollHarvestWakesNext => !IsFrom(5, 5) || IsFrom(5, 13) || IsStable(5, 10, 37) || IsStable(5, 11, 21) || IsStable(5, 12, 4);

    /// <summary>What happens while a harvest runs wakes a waiter, too: from 5.7 (0c54a6a44bf3), 5.4.41 (assumed: May 2020). Before, the end of the harvest had to.</summary>
    public bool EpollWakesDuringHarvest => IsFrom(5, 7) || IsStable(5, 4, 41);

    /// <summary>
    /// Whoever wakes a waiter takes it off the queue, so that it cannot be found there again: from 5.7 (412895f03cbf), 5.4.41 (assumed: May 2020). Before, it
    /// stayed until it ran.
    /// </summary>
    public bool EpollWakerRemovesWaiter => IsFrom(5, 7) || IsStable(5, 4, 41);

    /// <summary>
    /// A waker that finds a waiter awake, because its time has run out, takes it off the queue before it goes on to the next (a16ceb139610, ep_autoremove_wake_function, which
    /// returns the failure): from 6.0. The waiter then looks for events once more. Before, it stayed in the queue and returned with nothing.
    /// </summary>
    public bool EpollWakerRemovesTheAwake => IsFrom(6, 0);

    /// <summary>Time-outs of a SYN that do not double yet (tcp_syn_linear_timeouts, 4 from 6.5).</summary>
    public int LinearSynTimeouts => IsFrom(6, 5) ? 4 : 0;

    /// <summary>How long connect waits for an answer before it sends the SYN again: 1 s, as often as <see cref="LinearSynTimeouts"/> says, then 1, 2, 4, … s.</summary>
    /// <param name="repetitions">Repetitions so far, from 0.</param>
    public SimDuration SynTimeout(int repetitions) => TcpSettings.InitialTimeout * (1 << Math.Max(0, repetitions - LinearSynTimeouts));

    /// <summary>What a core has taken of a CPU quota is void when the period ends (from 4.18, where a mistake was repaired that had kept it alive, to 5.3).</summary>
    public bool SlicesOfQuotaExpire => IsFrom(4, 18) && !IsFrom(5, 4);

    /// <summary>Quota that is not used can be saved for later periods (<c>cpu.max.burst</c>, from 5.14).</summary>
    public bool HasQuotaBurst => IsFrom(5, 14);

    /// <summary>A process has a futex hash table of its own (from 6.16).</summary>
    public bool HasPrivateFutexHash => IsFrom(6, 16);

    private bool IsFrom(int major, int minor) => Version >= new KernelVersion(major, minor);

    private bool IsStable(int major, int minor, int patch) => Version.Major == major && Version.Minor == minor && Version.Patch >= patch;
}
