using System.Globalization;

namespace GmpSim.Calibration.Golang;

/// <summary>How long CPUs have been busy, whoever kept them so, the host of a virtual machine included.</summary>
/// <remarks>Source: /proc/stat; times there count in hundredths of a second (USER_HZ) on every architecture that is supported.</remarks>
internal static class CpuTimes
{
    private const double TicksPerSecond = 100;
    private const int FirstTime = 1;
    private const int Idle = 4;
    private const int WaitingForDisk = 5;
    private const int Steal = 8;

    /// <summary>Busy time of some CPUs since the machine's start [s]; 0 where the kernel does not tell.</summary>
    /// <param name="cpus">Their numbers.</param>
    internal static double BusySeconds(IReadOnlyList<int> cpus)
    {
        try
        {
            return BusySeconds(File.ReadLines("/proc/stat"), cpus);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Reads it off the lines of the file.</summary>
    internal static double BusySeconds(IEnumerable<string> lines, IReadOnlyList<int> cpus)
    {
        var names = cpus.Select(cpu => $"cpu{cpu}").ToHashSet(StringComparer.Ordinal);
        double ticks = 0;
        foreach (var fields in lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (fields.Length == 0 || !names.Contains(fields[0])) continue;
            for (var i = FirstTime; i <= Math.Min(Steal, fields.Length - 1); i++)
            {
                if (i is not (Idle or WaitingForDisk)) ticks += double.Parse(fields[i], CultureInfo.InvariantCulture);
            }
        }

        return ticks / TicksPerSecond;
    }
}
