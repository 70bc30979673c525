namespace GmpSim.Machine;

/// <summary>The weights of nice levels: two threads share a core in the ratio of theirs.</summary>
internal static class NiceLevel
{
    /// <summary>Weight of level 0.</summary>
    internal const int Usual = 1024;

    /// <summary>Source: sched_prio_to_weight, kernel/sched/core.c; each level has about 1.25 times the weight of the next.</summary>
    private static readonly int[] s_weights =
    [
        88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916,
        9548, 7620, 6100, 4904, 3906, 3121, 2501, 1991, 1586, 1277,
        1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
        110, 87, 70, 56, 45, 36, 29, 23, 18, 15,
    ];

    /// <summary>The weight of a level, -20 (most) to 19.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such level.</exception>
    internal static int WeightOf(int nice)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(nice, -20);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(nice, 19);
        return s_weights[nice + 20];
    }
}
