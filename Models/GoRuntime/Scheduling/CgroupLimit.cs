using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>What the process reads from <c>cpu.max</c> of its cgroup from some moment on. Only what the runtime makes of it: the quota itself is the kernel's (CpuBandwidth).</summary>
/// <param name="At">From when, counted from the start of the process.</param>
/// <param name="Cores">Quota divided by period; <see langword="null"/> for <c>max</c>.</param>
public readonly record struct CgroupLimit(SimDuration At, double? Cores)
{
    /// <summary>Fewest Ps that a limit leads to, if there are that many CPUs. Source: defaultGOMAXPROCS, from 1.25.</summary>
    private const int FewestPs = 2;

    /// <summary>GOMAXPROCS as Go chooses it from 1.25 on: the CPUs of the affinity mask, or the limit rounded up if that is less (adjustCgroupGOMAXPROCS).</summary>
    /// <param name="cpus">CPUs that the threads of the process may use.</param>
    public int DefaultGomaxprocs(int cpus) => Cores is { } cores ? Math.Min(cpus, Math.Max(FewestPs, (int)Math.Ceiling(cores))) : cpus;

    /// <summary>The limit in force at a moment.</summary>
    public static CgroupLimit InForce(IReadOnlyList<CgroupLimit> limits, SimDuration sinceStart)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var inForce = new CgroupLimit(SimDuration.Zero, null);
        foreach (var limit in limits)
        {
            if (limit.At <= sinceStart) inForce = limit;
        }

        return inForce;
    }
}
