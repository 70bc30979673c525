using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>What idling makes the caches of a core lose: on a virtual machine the host's other work displaces it.</summary>
/// <remarks>
/// After an idle time g a share 1 − exp(−g / <c>kernel.cold_time</c>) is gone. It is the law of working sets (<see cref="CacheFill"/>): others bring in lines at a steady rate, each of which displaces one at random.
/// Measured is what the first round trip of a message between two threads of one core costs more than the next one, so each of the first two threads loses half. On two cores each end of a
/// connection loses its half, and the wake-ups between them take longer by <c>kernel.cold_wake</c>.
/// </remarks>
/// <param name="costs">Costs of the machine.</param>
/// <param name="spread">How much the loss scatters, if it does.</param>
internal sealed class ColdCaches(MachineCosts costs, CostSpread? spread)
{
    private const int Threads = 2;

    private SimDuration _each;
    private int _left;
    private KernelThread? _last;

    /// <summary>What of a cost has come about after an idle time.</summary>
    /// <param name="most">What it tends to.</param>
    /// <param name="time">Time after which 63 % are reached; zero for at once.</param>
    /// <param name="gap">The idle time.</param>
    internal static SimDuration Lost(SimDuration most, SimDuration time, SimDuration gap)
    {
        if (most == SimDuration.Zero || time == SimDuration.Zero) return most;
        return SimDuration.RoundedFromPicoseconds(most.Picoseconds * (1 - PortableMath.Exp(-gap.Picoseconds / (double)time.Picoseconds)));
    }

    /// <summary>The core leaves idle.</summary>
    internal void LeaveIdle(SimDuration gap)
    {
        var lost = Lost(costs.ColdStart, costs.ColdTime, gap);
        _each = (spread?.Draw(lost) ?? lost) / Threads;
        _left = Threads;
        _last = null;
    }

    /// <summary>A thread goes onto the core.</summary>
    internal void Meet(KernelThread thread)
    {
        if (_left == 0 || ReferenceEquals(_last, thread)) return;
        thread.FindCold(_each);
        _last = thread;
        _left--;
    }
}
