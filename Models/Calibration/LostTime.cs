using System.Globalization;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Probes;
using GmpSim.Engine;

namespace GmpSim.Calibration;

/// <summary>What a thread that never sleeps loses of its CPU: to the host of a virtual machine, to interrupts, to whatever comes in between.</summary>
/// <param name="Share">Share of the time, 0 to 1.</param>
/// <param name="Median">Median length of a gap; shorter than 5 µs counts as none.</param>
/// <param name="P99">99th percentile of the lengths.</param>
public sealed record LostTime(double Share, SimDuration Median, SimDuration P99)
{
    /// <summary>As <c>os.steal</c> of a scenario has it.</summary>
    public string Flow => string.Create(CultureInfo.InvariantCulture, $"{{ share: {Share * 100:0.##}%, gap: {{ lognormal: {{ median: {Median.WholeNanoseconds}ns, p99: {P99.WholeNanoseconds}ns }} }} }}");

    /// <summary>As the probe <c>quantum</c> saw it; <see langword="null"/> where it did not run or saw no gap.</summary>
    internal static LostTime? Of(Readings readings)
    {
        if (readings.Median(QuantumProbe.Id, QuantumProbe.LostShare) is not { } share || readings.Find(QuantumProbe.Id, QuantumProbe.Gap) is not { } gaps) return null;
        var lengths = gaps.All.ToArray();
        return lengths.Length == 0 ? null : new(Math.Clamp(share.Value, 0, 1), Nanoseconds(RobustStatistics.Median(lengths)), Nanoseconds(RobustStatistics.Quantile(lengths, 0.99)));
    }

    private static SimDuration Nanoseconds(double value) => SimDuration.FromNanoseconds((long)value);
}
