using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>Which rules of the kernel apply: they differ between Linux versions.</summary>
/// <param name="Version">The mainline release. What stable series took over later is not followed: a distribution's 6.1 may have more than Linux 6.1 had.</param>
public sealed record KernelRules(KernelVersion Version)
{
    /// <summary>The version that a scenario has which names none.</summary>
    public static KernelRules Default { get; } = new(new KernelVersion(6, 12));

    /// <summary>EEVDF decides which thread runs next (from 6.6; CFS before).</summary>
    public bool HasEevdf => IsFrom(6, 6);

    /// <summary>Time-outs of a SYN that do not double yet (tcp_syn_linear_timeouts, 4 from 6.5).</summary>
    public int LinearSynTimeouts => IsFrom(6, 5) ? 4 : 0;

    /// <summary>How long connect waits for an answer before it sends the SYN again: 1 s, as often as <see cref="LinearSynTimeouts"/> says, then 1, 2, 4, … s.</summary>
    /// <param name="repetitions">Repetitions so far, from 0.</param>
    public SimDuration SynTimeout(int repetitions) => TcpSettings.InitialTimeout * (1 << Math.Max(0, repetitions - LinearSynTimeouts));

    /// <summary>What a core has taken of a CPU quota is void when the period ends (from 4.18, where a mistake was repaired that had kept it alive, to 5.3).</summary>
    public bool SlicesOfQuotaExpire => IsFrom(4, 18) && !IsFrom(5, 4);

    /// <summary>Quota that is not used can be saved for later periods (<c>cpu.max.burst</c>, from 5.14).</summary>
    public bool HasQuotaBurst => IsFrom(5, 14);

    private bool IsFrom(int major, int minor) => Version >= new KernelVersion(major, minor);
}
