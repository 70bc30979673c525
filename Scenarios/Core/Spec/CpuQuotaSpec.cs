using GmpSim.Engine;

namespace GmpSim.Scenarios.Spec;

/// <summary>The <c>os.cpu_quota</c> value, long form.</summary>
/// <param name="Cores">Cores' worth of CPU time; <see langword="null"/> for no limit.</param>
/// <param name="Period">Length of a period.</param>
/// <param name="Burst">Unused CPU time that later periods may use on top.</param>
/// <param name="Slice">What a core takes of a period's quota at a time.</param>
/// <param name="ChargesInterrupts">Whether time that interrupts take from the server's threads is charged to its cgroup.</param>
public sealed record CpuQuotaSpec(double? Cores, SimDuration Period, SimDuration Burst, SimDuration Slice, bool ChargesInterrupts = true);
