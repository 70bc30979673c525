using GmpSim.Engine;

namespace GmpSim.Machine;

/// <summary>CPU time that a group of processes may use: what <c>cpu.max</c> and <c>cpu.max.burst</c> of its cgroup say.</summary>
/// <param name="PerPeriod">CPU time of all its threads together in a period, at least 1 ms.</param>
/// <param name="Period">Length of a period, 1 ms to 1 s; 100 ms by default.</param>
/// <param name="Burst">Most unused CPU time that later periods may use on top (from Linux 5.14); zero for none.</param>
public readonly record struct CpuQuota(SimDuration PerPeriod, SimDuration Period, SimDuration Burst = default)
{
    /// <summary>The period unless somebody asks for another. Source: default_cfs_period, kernel/sched/fair.c.</summary>
    public static SimDuration DefaultPeriod { get; } = SimDuration.FromMilliseconds(100);

    /// <summary>Least quota of a period. Source: min_cfs_quota_period, kernel/sched/core.c.</summary>
    public static SimDuration Least { get; } = SimDuration.FromMilliseconds(1);

    /// <summary>As many cores' worth of CPU time, in whole microseconds as the cgroup's files have it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The quota of a period would be below 1 ms.</exception>
    public static CpuQuota OfCores(double cores, SimDuration period, SimDuration burst = default)
    {
        var perPeriod = SimDuration.FromMicroseconds((long)Math.Round(cores * period.Microseconds, MidpointRounding.ToEven));
        ArgumentOutOfRangeException.ThrowIfLessThan(perPeriod, Least, nameof(cores));
        return new(perPeriod, period, burst);
    }
}
