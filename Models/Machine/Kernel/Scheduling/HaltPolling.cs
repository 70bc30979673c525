using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>How long a KVM host polls for one virtual CPU that has halted before it gives the core to others: it adapts to how long the CPU halts (<c>kvm_vcpu_halt</c>, virt/kvm/kvm_main.c).</summary>
/// <remarks>Left out: polling by the guest itself (cpuidle-haltpoll); what else runs on the host meanwhile.</remarks>
/// <param name="limit">The longest window (halt_poll_ns).</param>
internal sealed class HaltPolling(SimDuration limit)
{
    /// <summary>The window after the first short halt. Source: halt_poll_ns_grow_start.</summary>
    private static readonly SimDuration s_start = SimDuration.FromMicroseconds(10);

    private SimDuration _window;

    /// <summary>Whether the host still polls for a CPU that halted so long ago.</summary>
    internal bool IsPolling(SimDuration halted) => halted <= _window;

    /// <summary>The CPU was woken after a time: a halt within the limit that the window missed doubles it, one beyond the limit halves it.</summary>
    internal void Adapt(SimDuration halted)
    {
        if (halted <= _window) return;
        if (halted < limit) _window = SimDuration.Min(limit, _window == SimDuration.Zero ? s_start : _window * 2);
        else _window = _window < s_start * 2 ? SimDuration.Zero : _window / 2;
    }
}
