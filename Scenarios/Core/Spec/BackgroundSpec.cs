using GmpSim.Engine;

namespace GmpSim.Scenarios.Spec;

/// <summary>One of <c>os.background</c>: threads of another tenant.</summary>
/// <param name="Threads">How many, 0 for none.</param>
/// <param name="Utilisation">Share of a core that each thread wants, above 0 (where there are threads) and up to 1.</param>
/// <param name="Burst">CPU time that a thread uses between two sleeps.</param>
/// <param name="Pin">CPUs they may use, by number; <see langword="null"/> for all.</param>
/// <param name="PerCpu">Whether each thread is bound to one of those CPUs, dealt in turn.</param>
/// <param name="Nice">Their nice level, -20 to 19.</param>
public sealed record BackgroundSpec(int Threads, double Utilisation, Distribution Burst, IReadOnlyList<int>? Pin, bool PerCpu, int Nice = 0);
