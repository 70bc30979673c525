using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Live;

/// <summary>CPUs of the n-th thread of a server or client.</summary>
/// <remarks>CPU 0, 1, … of a scenario are the first, second, … that this process may use here, whatever their numbers are.</remarks>
internal static class LiveCpus
{
    internal static IReadOnlyList<int>? Of(int thread, IReadOnlyList<int>? pinned, bool perCpu)
    {
        if (pinned is null && !perCpu) return null;
        var allowed = Affinity.Allowed();
        var wanted = pinned is null ? allowed : [.. pinned.Where(cpu => cpu < allowed.Count).Select(cpu => allowed[cpu])];
        if (wanted.Count == 0) return null;
        return perCpu ? [wanted[thread % wanted.Count]] : wanted;
    }
}
