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
    /// <summary>The oldest version with rules here: the first with EPOLLEXCLUSIVE.</summary>
    public static KernelVersion Oldest { get; } = new(4, 5);

    /// <summary>The newest version with rules here: the first without preemption models <c>none</c> and <c>voluntary</c>. What changed later is not followed.</summary>
    public static KernelVersion Newest { get; } = new(7, 0);

    /// <summary>The version that a scenario has which names none.</summary>
    public static KernelRules Default { get; } = new(new KernelVersion(6, 12));

    /// <summary>The version with rules here that is nearest to another.</summary>
    public static KernelVersion Nearest(KernelVersion version) =>
        version < Oldest ? Oldest : (version.Major, version.Minor).CompareTo((Newest.Major, Newest.Minor)) > 0 ? Newest : version;

    /// <summary>EEVDF decides which thread runs next (from 6.6; CFS before).</summary>
    public bool HasEevdf => IsFrom(6, 6);

    /// <summary>Under EEVDF a thread that falls asleep with a negative lag stays in the queue until it would be picked (DELAY_DEQUEUE, from 6.12).</summary>
    public bool DelaysDequeue => IsFrom(6, 12);

    /// <summary>How the kernel takes a core from a thread; without a wish of the machine's owner: at the return to user mode to 6.x, lazily from 7.0.</summary>
    public PreemptionModel Preemption { get; init; } = Version >= new KernelVersion(7, 0) ? PreemptionModel.Lazy : PreemptionModel.Voluntary;

    /// <summary>Whether kernels of this version can be built with, or switched to, a way to take cores: lazily from 6.13; only lazily or fully from 7.0 (on x86 and Arm).</summary>
    public bool Offers(PreemptionModel model) => model switch
    {
        PreemptionModel.Full => true,
        PreemptionModel.Lazy => IsFrom(6, 13),
        _ => !IsFrom(7, 0),
    };

    /// <summary>
    /// The slice of a thread (EEVDF's base slice; CFS's minimal granularity) on a machine with so many CPUs: the unscaled one, 0.75 ms, times 1 + ⌊log2(min(CPUs, 8))⌋;
    /// from 6.15 on 14/15 of it, since there the unscaled one is 0.70 ms.
    /// </summary>
    /// <param name="logicalCpus">CPUs of the machine.</param>
    /// <param name="unscaled">The slice of one CPU as of kernels to 6.14 (sysctl_sched_base_slice, sysctl_sched_min_granularity).</param>
    public SimDuration SliceOn(int logicalCpus, SimDuration unscaled)
    {
        var scaled = unscaled * ScaleOf(logicalCpus);
        return IsFrom(6, 15) ? scaled * 14 / 15 : scaled;
    }

    /// <summary>By how much the kernel scales its slices up on a machine with so many CPUs, at least one: 1 + ⌊log2(min(CPUs, 8))⌋ (get_update_sysctl_factor).</summary>
    public static int ScaleOf(int logicalCpus) => 1 + System.Numerics.BitOperations.Log2((uint)Math.Min(logicalCpus, 8));

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

    /// <summary>
    /// A wake-up by epoll keeps the hint that its cause carries, that the waker will sleep soon (900bbaae67e9): from 6.13, and in stable series from the releases of December 2024 on
    /// (numbers assumed from the month).
    /// </summary>
    public bool EpollPassesSyncHint => IsFrom(6, 13) || IsStable(6, 12, 2) || IsStable(6, 6, 64) || IsStable(6, 1, 120) || IsStable(5, 15, 174) || IsStable(5, 10, 231) || IsStable(5, 4, 287);

    /// <summary>How many CPUs are looked at for an idle one goes by the utilisation of the cache's CPUs (SIS_UTIL, from 5.19).</summary>
    public bool ScansByUtilisation => IsFrom(5, 19);

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
