using System.Globalization;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Probes;
using GmpSim.Machine;

namespace GmpSim.Calibration.Fitting;

/// <summary>The kernel's base slice, as far as turns of two computing threads tell: they end at the first tick after a slice, so that a turn of n ticks stands for any slice of more than n − 1 ticks and up to n.</summary>
internal static class SliceFit
{
    /// <summary>What generic-x86 has for <c>kernel.slice</c> [ns].</summary>
    private const double Default = 750_000;

    internal static IEnumerable<FittedCost> Fit(Readings readings)
    {
        if (readings.Median(QuantumProbe.Id, QuantumProbe.Slice) is not { } turn || readings.Median(TimerProbe.Id, TimerProbe.Tick) is not { } tick) yield break;
        var scale = KernelRules.ScaleOf(Environment.ProcessorCount);
        var (low, high) = Range(turn.Value, tick.Value, scale);
        var explanation = string.Create(
            CultureInfo.InvariantCulture, $"probe quantum + timer: turns of two computing threads on one CPU last {turn.Value / 1e6:0.##} ms and end at ticks; divided by the kernel's scale for this machine's CPUs that");
        yield return low < Default && Default <= high
            ? new("kernel.slice", double.NaN, low, high, 0, string.Create(CultureInfo.InvariantCulture, $"{explanation} leaves anything from {low / 1e6:0.##} to {high / 1e6:0.##} ms, the default included"))
            : new("kernel.slice", (low + high) / 2, low, high, turn.Blocks, $"{explanation} leaves the middle");
    }

    /// <summary>The shortest and the longest base slice with turns so long [ns].</summary>
    internal static (double Low, double High) Range(double turn, double tick, int scale)
    {
        var ticks = Math.Max(1, Math.Round(turn / tick));
        return ((ticks - 1) * tick / scale, ticks * tick / scale);
    }
}
