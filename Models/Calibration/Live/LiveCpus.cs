using GmpSim.Calibration.Measuring;

namespace GmpSim.Calibration.Live;

/// <summary>CPUs of the n-th thread of a server or client.</summary>
internal static class LiveCpus
{
    internal static IReadOnlyList<int>? Of(int thread, IReadOnlyList<int>? pinned, bool perCpu)
    {
        if (!perCpu) return pinned;
        var all = pinned ?? Affinity.Allowed();
        return all.Count == 0 ? null : [all[thread % all.Count]];
    }
}
