using System.Globalization;

namespace GmpSim.Calibration.Measuring;

/// <summary>Time that the host of a virtual machine has taken, and that others have used, as /proc/stat counts it.</summary>
/// <param name="Steal">Ticks stolen on all CPUs.</param>
/// <param name="Total">All ticks, idle ones too.</param>
/// <param name="Busy">Ticks in which something ran.</param>
internal sealed record StealClock(long Steal, long Total, long Busy)
{
    private const int IdleColumn = 3;
    private const int IoWaitColumn = 4;
    private const int StealColumn = 7;
    private const int LastColumn = 7; // guest time is contained in user time

    /// <summary>The counts now; zero where they cannot be read.</summary>
    internal static StealClock Now()
    {
        try
        {
            return Of(File.ReadLines("/proc/stat").First());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return new(0, 0, 0);
        }
    }

    /// <summary>The counts of the first line of /proc/stat.</summary>
    internal static StealClock Of(string line)
    {
        var ticks = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(word => long.Parse(word, CultureInfo.InvariantCulture)).Take(LastColumn + 1).ToArray();
        if (ticks.Length <= StealColumn) return new(0, 0, 0);
        return new(ticks[StealColumn], ticks.Sum(), ticks.Sum() - ticks[IdleColumn] - ticks[IoWaitColumn] - ticks[StealColumn]);
    }

    /// <summary>Share of all CPU time since then that was stolen, 0 to 1.</summary>
    internal double StolenShareSince(StealClock before) => Total == before.Total ? 0 : (Steal - before.Steal) / (double)(Total - before.Total);

    /// <summary>Share of all CPU time since then in which something ran, 0 to 1.</summary>
    internal double BusyShareSince(StealClock before) => Total == before.Total ? 0 : (Busy - before.Busy) / (double)(Total - before.Total);
}
