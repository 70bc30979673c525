using GmpSim.Engine;
using GmpSim.Machine;

namespace GmpSim.GoRuntime;

/// <summary>The bytes that a cycle has to scan, taken from one pile in pieces (gcDrain in mgcmark.go).</summary>
/// <remarks>
/// Go's workers take grey objects from buffers and grey others; here the pile is known beforehand, and every byte costs the same
/// (<c>go.gc_mark_kib</c>). A byte is either on the pile, in the hands of one M, or scanned. Stacks are bytes like any others: scanning
/// one does not suspend its goroutine.
/// </remarks>
internal sealed class MarkWork(GoProcess process)
{
    /// <summary>What an M takes at a time: about 8 µs at 1 GB/s. Source: assumed; small against the 100 µs after which a stop of the world asks again.</summary>
    internal const long Piece = 8 << 10;

    private readonly CacheLine _pile = process.Host.Hardware.NewLine(); // work.full and work.empty

    /// <summary>Bytes of the cycle in all.</summary>
    internal long Total { get; private set; }

    /// <summary>Bytes on the pile (gcMarkWorkAvailable).</summary>
    internal long Available { get; private set; }

    /// <summary>Bytes scanned.</summary>
    internal long Scanned { get; private set; }

    /// <summary>Workers and assists at it (work.nproc − work.nwait).</summary>
    internal int Active { get; private set; }

    /// <summary>Whether nobody scans and nothing is left: the phase may end.</summary>
    internal bool IsDone => Active == 0 && Available == 0;

    /// <summary>Bytes not scanned yet.</summary>
    internal long Left => Total - Scanned;

    internal void Begin(long bytes)
    {
        Total = bytes;
        Available = bytes;
        Scanned = 0;
    }

    internal void Join() => Active++;

    internal void Leave() => Active--;

    /// <summary>Scans at most <paramref name="most"/> bytes; a signal cuts it short.</summary>
    /// <returns>Bytes scanned; 0 when the pile is empty.</returns>
    internal async Process<long> Scan(WorkerThread m, long most)
    {
        var taken = Math.Min(most, Available);
        if (taken == 0) return 0;
        m.Thread.StoreLine(_pile);
        Available -= taken;
        m.Thread.SpendInRuntime(process.Costs.GcMarkKib * taken / 1024);
        var left = BytesOf(await m.Thread.SettleInterruptibly(), taken);
        Available += left;
        Scanned += taken - left;
        m.P!.HasFlushedMarkWork = true;
        return taken - left;
    }

    /// <summary>What could not be scanned in a time, rounded up to whole bytes.</summary>
    private long BytesOf(SimDuration time, long most)
    {
        var kib = process.Costs.GcMarkKib.Picoseconds;
        if (time == SimDuration.Zero || kib == 0) return 0;
        return Math.Min(((time.Picoseconds * 1024) + kib - 1) / kib, most);
    }
}
