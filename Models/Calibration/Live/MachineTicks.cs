using System.Globalization;

namespace GmpSim.Calibration.Live;

/// <summary>What /proc/stat says of all CPUs together, in ticks of 10 ms (USER_HZ).</summary>
/// <remarks>Source: proc_stat(5), line <c>cpu</c>: user nice system idle iowait irq softirq steal.</remarks>
internal static class MachineTicks
{
    internal const double PerSecond = 100;
    private const int Steal = 8;

    /// <summary>Time that the host of the virtual machine took.</summary>
    internal static long Stolen()
    {
        try
        {
            using var reader = new StreamReader("/proc/stat");
            return reader.ReadLine()?.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > Steal } fields ? long.Parse(fields[Steal], CultureInfo.InvariantCulture) : 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
