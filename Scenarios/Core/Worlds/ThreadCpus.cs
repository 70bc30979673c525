using GmpSim.Machine;

namespace GmpSim.Scenarios.Worlds;

/// <summary>CPUs that the threads of a process may use: all that it is pinned to, or one each, dealt in turn.</summary>
/// <param name="pinned">CPUs of the process; <see langword="null"/> for all.</param>
/// <param name="logicalCpus">CPUs of the machine.</param>
/// <param name="oneEach">Whether each thread gets one.</param>
internal sealed class ThreadCpus(IReadOnlyList<int>? pinned, int logicalCpus, bool oneEach)
{
    private readonly int[] _cpus = [.. pinned ?? Enumerable.Range(0, logicalCpus)];

    /// <summary>Those of one thread.</summary>
    internal CpuSet Of(int thread) => CpuSet.Of(oneEach ? [_cpus[thread % _cpus.Length]] : _cpus, logicalCpus);
}
