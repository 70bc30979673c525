using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>CPU time by what it was used for, of a core or a thread.</summary>
public sealed class CpuTimes
{
    private readonly SimDuration[] _byUse = new SimDuration[UseCount];

    /// <summary>How many uses there are.</summary>
    public static int UseCount { get; } = Enum.GetValues<CpuUse>().Length;

    /// <summary>Time of one use.</summary>
    public SimDuration this[CpuUse use] => _byUse[(int)use];

    /// <summary>Time of all uses.</summary>
    public SimDuration Total
    {
        get
        {
            var total = SimDuration.Zero;
            foreach (var time in _byUse) total += time;
            return total;
        }
    }

    internal void Add(CpuUse use, SimDuration time) => _byUse[(int)use] += time;

    internal void Clear() => Array.Clear(_byUse);

    /// <summary>Books part of what is owed here to two accounts, a core's and a thread's.</summary>
    /// <param name="passed">How much of it, at most all. Where it is not all, the order is the enumeration's from its end: a program's own time passes last.</param>
    /// <param name="core">Takes it.</param>
    /// <param name="thread">Takes it too.</param>
    internal void Pass(SimDuration passed, CpuTimes core, CpuTimes thread)
    {
        for (var use = _byUse.Length - 1; use >= 0 && passed > SimDuration.Zero; use--)
        {
            var part = SimDuration.Min(_byUse[use], passed);
            _byUse[use] -= part;
            passed -= part;
            core._byUse[use] += part;
            thread._byUse[use] += part;
        }

        if (passed > SimDuration.Zero) throw new InvalidOperationException($"{passed} of CPU time passed that nobody had spent.");
    }

    /// <summary>What <see cref="Pass"/> would book of one use.</summary>
    internal SimDuration PartOf(CpuUse use, SimDuration passed)
    {
        for (var other = _byUse.Length - 1; other > (int)use; other--) passed -= SimDuration.Min(_byUse[other], passed);
        return SimDuration.Min(_byUse[(int)use], passed);
    }
}
