using System.Text.Json;
using GmpSim.Engine;
using GmpSim.Machine;
using GmpSim.Results;

namespace GmpSim.Scenarios.Worlds;

/// <summary>What every core has used its time for up to one instant; two of them make the table of the window between.</summary>
internal sealed class CoreTimes
{
    /// <summary>Name of the time in which nothing ran.</summary>
    private const string Idle = "idle";

    private static readonly (CpuUse Use, string Name)[] s_uses = [.. Enum.GetValues<CpuUse>().Select(use => (use, JsonNamingPolicy.KebabCaseLower.ConvertName(use.ToString())))];

    private readonly List<CoreTime> _times = [];

    internal static CoreTimes Take(Host host)
    {
        var taken = new CoreTimes();
        foreach (var core in host.Cores)
        {
            taken._times.AddRange(s_uses.Select(use => new CoreTime(core.Number, use.Name, core.TimeOf(use.Use))));
            taken._times.Add(new(core.Number, Idle, core.IdleTime));
        }

        return taken;
    }

    /// <summary>The times of the window since <paramref name="before"/>, core by core.</summary>
    internal IReadOnlyList<CoreTime> Since(CoreTimes before) => [.. _times.Zip(before._times, (now, then) => now with { Time = now.Time - then.Time })];

    /// <summary>Sets the metrics that sum a window's times up over all cores.</summary>
    internal static void SetShares(double?[] values, IReadOnlyList<CoreTime> window)
    {
        var all = window.Sum(time => time.Time.Seconds);
        double Share(params CpuUse[] uses) => window.Where(time => s_uses.Any(use => use.Name == time.Use && uses.Contains(use.Use))).Sum(time => time.Time.Seconds) / all;

        values[Metrics.CpuUserShare.Index] = Share(CpuUse.Program, CpuUse.Runtime, CpuUse.Sibling);
        values[Metrics.CpuKernelShare.Index] = Share(CpuUse.Kernel, CpuUse.Interrupt, CpuUse.Switch);
        values[Metrics.CpuLineWaitShare.Index] = Share(CpuUse.LineWait);
        values[Metrics.CpuIdleShare.Index] = window.Where(time => time.Use == Idle).Sum(time => time.Time.Seconds) / all;
    }
}
