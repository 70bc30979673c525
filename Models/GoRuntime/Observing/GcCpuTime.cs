using GmpSim.Engine;

namespace GmpSim.GoRuntime;

/// <summary>CPU time of marking in the classes of runtime/metrics (cpuStats in mstats.go, from 1.20).</summary>
/// <param name="Assist">Of goroutines that pay for what they allocate.</param>
/// <param name="Dedicated">Of dedicated and of fractional workers.</param>
/// <param name="Idle">Of workers on Ps that had nothing else to do.</param>
public readonly record struct GcCpuTime(SimDuration Assist, SimDuration Dedicated, SimDuration Idle)
{
    /// <summary>All of it.</summary>
    public SimDuration Total => Assist + Dedicated + Idle;

    /// <summary>What has been counted so far. A worker's time counts when it stops.</summary>
    internal static GcCpuTime Of(RuntimeCounters counters) =>
        new(counters.GcAssistTime, counters.GcDedicatedTime + counters.GcFractionalTime, counters.GcIdleTime);

    /// <summary>What has been counted since <paramref name="earlier"/>.</summary>
    internal GcCpuTime Since(GcCpuTime earlier) => new(Assist - earlier.Assist, Dedicated - earlier.Dedicated, Idle - earlier.Idle);
}
