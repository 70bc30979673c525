using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>How much has passed through each core's L2 and each last-level cache: what was there before is gone in proportion.</summary>
/// <remarks>
/// Lines come to rest at random places, so of what somebody left in a cache of C lines exp(−U/C) is still there after others have brought in U lines
/// (footprints in the cache, D. Thiebaut and H. Stone). Counted is what was brought in, not all that was touched: a line that is there already
/// displaces nothing, so programs that fit into the cache together come to leave each other alone.
/// </remarks>
public sealed class CacheFill
{
    private readonly double[] _l2;
    private readonly double[] _llc;
    private readonly double _l2Lines;
    private readonly double _llcLines;

    internal CacheFill(Hardware hardware)
    {
        var topology = hardware.Topology;
        _l2 = new double[topology.LogicalCpus / topology.ThreadsPerCore];
        _llc = new double[topology.Sockets * topology.LlcsPerSocket];
        _l2Lines = Lines(hardware.Traits.L2Bytes, hardware.Traits.LineBytes);
        _llcLines = Lines(hardware.Traits.LlcBytes, hardware.Traits.LineBytes);
    }

    /// <summary>Lines that working sets have looked for in vain in the cores' own caches, expected value.</summary>
    public double L2Misses { get; private set; }

    /// <summary>Those of them that no last-level cache near had either.</summary>
    public double LlcMisses { get; private set; }

    /// <summary>What is left of a working set in a core's L2.</summary>
    internal double LeftInL2(int core, in CacheShare share) => Left(in share, _l2[core], _l2Lines);

    /// <summary>What is left of a working set in a last-level cache.</summary>
    internal double LeftInLlc(int llc, in CacheShare share) => Left(in share, _llc[llc], _llcLines);

    /// <summary>A working set that had <paramref name="before"/> lines in a core's L2 has brought in more.</summary>
    internal CacheShare FillL2(int core, double before, double missing)
    {
        L2Misses += missing;
        _l2[core] += missing;
        return new(Math.Min(before + missing, _l2Lines), _l2[core]);
    }

    /// <summary>A working set that had <paramref name="before"/> lines in a last-level cache has brought in more.</summary>
    internal CacheShare FillLlc(int llc, double before, double missing)
    {
        LlcMisses += missing;
        _llc[llc] += missing;
        return new(Math.Min(before + missing, _llcLines), _llc[llc]);
    }

    private static double Left(in CacheShare share, double filled, double capacity)
    {
        var broughtIn = filled - share.FilledBefore;
        return broughtIn == 0 || share.Lines == 0 ? share.Lines : share.Lines * PortableMath.Exp(-broughtIn / capacity);
    }

    private static double Lines(int bytes, int lineBytes) => bytes == 0 ? double.PositiveInfinity : bytes / (double)lineBytes;
}
