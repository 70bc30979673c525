using System.Globalization;
using GmpSim.Calibration.Native;

namespace GmpSim.Calibration.Live;

/// <summary>What the kernel counts about a thread of this process.</summary>
/// <param name="Voluntary">Times it gave its core up.</param>
/// <param name="Involuntary">Times it lost its core.</param>
/// <param name="CpuNs">CPU time [ns].</param>
/// <param name="Sleeps">Whether it sleeps just now.</param>
/// <remarks>Most wake-ups of a herd never return to user space: the kernel's switches show them all the same. Sources: proc_pid_status(5); clock ids in include/linux/posix-timers.h.</remarks>
internal readonly record struct ThreadUsage(long Voluntary, long Involuntary, long CpuNs, bool Sleeps)
{
    /// <summary>Reads it from another thread.</summary>
    internal static unsafe ThreadUsage Of(int thread)
    {
        long voluntary = 0, involuntary = 0;
        var sleeps = false;
        try
        {
            foreach (var line in File.ReadLines($"/proc/self/task/{thread.ToString(CultureInfo.InvariantCulture)}/status"))
            {
                if (line.StartsWith("State:\tS", StringComparison.Ordinal)) sleeps = true;
                else if (line.StartsWith("voluntary_ctxt_switches:", StringComparison.Ordinal)) voluntary = Number(line);
                else if (line.StartsWith("nonvoluntary_ctxt_switches:", StringComparison.Ordinal)) involuntary = Number(line);
            }
        }
        catch (IOException)
        {
            return default;
        }

        // MAKE_THREAD_CPUCLOCK(thread, CPUCLOCK_SCHED): exact, also while the thread runs.
        TimeSpec time = default;
        var cpu = Libc.ClockGetTime((~thread << 3) | 4 | 2, &time) == 0 ? time.TotalNanoseconds : 0;
        return new(voluntary, involuntary, cpu, sleeps);
    }

    public static ThreadUsage operator -(ThreadUsage left, ThreadUsage right) =>
        new(left.Voluntary - right.Voluntary, left.Involuntary - right.Involuntary, left.CpuNs - right.CpuNs, left.Sleeps);

    public static ThreadUsage operator +(ThreadUsage left, ThreadUsage right) =>
        new(left.Voluntary + right.Voluntary, left.Involuntary + right.Involuntary, left.CpuNs + right.CpuNs, left.Sleeps && right.Sleeps);

    private static long Number(string line) => long.Parse(line.AsSpan(line.IndexOf(':') + 1).Trim(), CultureInfo.InvariantCulture);
}
