using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Measuring;

/// <summary>Which CPUs a thread may run on.</summary>
internal static class Affinity
{
    private const int MaskBytes = 1024; // 8192 CPUs, the most that Linux is built for

    /// <summary>CPUs that the calling thread may use, in order; empty where the kernel does not tell.</summary>
    internal static unsafe IReadOnlyList<int> Allowed()
    {
        var mask = stackalloc byte[MaskBytes];
        new Span<byte>(mask, MaskBytes).Clear();
        if (Libc.GetAffinity(0, MaskBytes, mask) < 0) return [];
        var bits = new ReadOnlySpan<byte>(mask, MaskBytes);
        var cpus = new List<int>();
        for (var cpu = 0; cpu < MaskBytes * 8; cpu++)
        {
            if ((bits[cpu >> 3] & (1 << (cpu & 7))) != 0) cpus.Add(cpu);
        }

        return cpus;
    }

    /// <summary>Binds the calling thread to CPUs; <see langword="false"/> where that is not allowed.</summary>
    internal static bool TryPin(params ReadOnlySpan<int> cpus) => TryPinThread(0, cpus);

    /// <summary>Binds a thread of this process to CPUs; <see langword="false"/> where that is not allowed.</summary>
    /// <param name="thread">Its number, as the kernel has it; 0 for the calling one.</param>
    /// <param name="cpus">The CPUs.</param>
    internal static unsafe bool TryPinThread(int thread, params ReadOnlySpan<int> cpus)
    {
        var mask = stackalloc byte[MaskBytes];
        new Span<byte>(mask, MaskBytes).Clear();
        foreach (var cpu in cpus) mask[cpu >> 3] |= (byte)(1 << (cpu & 7));
        return Libc.SetAffinity(thread, MaskBytes, mask) >= 0;
    }
}
