using System.Globalization;
using System.Text.RegularExpressions;
using GmpSim.Calibration.Measuring;
using GmpSim.Calibration.Probes;

namespace GmpSim.Calibration.Fitting;

/// <summary>Sizes and kinds of the hardware: from sysfs and the processor's name, and two from probes.</summary>
internal static partial class TraitFitter
{
    private const int MostRefills = 64;
    private const string Sysfs = "sysfs, cache of cpu0";

    internal static IReadOnlyList<FittedTrait> Fit(Readings readings, MachineFacts facts) => [.. All(readings, facts)];

    private static IEnumerable<FittedTrait> All(Readings readings, MachineFacts facts)
    {
        if (CpuTopology.LineSize() is { } line) yield return new("line_size", line + "B", Sysfs);
        foreach (var (key, level) in new[] { ("l1_size", 1), ("l2_size", 2), ("llc_size", 3) })
        {
            if (Size(CpuTopology.CacheSize(level)) is { } size) yield return new(key, size, Sysfs);
        }

        if (facts.Vendor.Contains("AMD", StringComparison.Ordinal)) yield return new("coherence", "moesi", $"processors of {facts.Vendor} keep modified lines with their writer (MOESI)");
        if (facts.Vendor.Contains("Intel", StringComparison.Ordinal)) yield return new("coherence", "mesi", $"processors of {facts.Vendor} (MESIF behaves alike here)");
        if (readings.Median(SiblingProbe.Id, "speed") is { } speed)
            yield return new("sibling_speed", string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(Math.Round(speed.Value * 100), 1, 100)}%"), Measured("sibling: speed beside a busy sibling", speed));
        if (InterruptFit.Sent(readings) is { } sent) yield return new("idle_wake", "ipi", Measured("futex, epoll.wake: nanoseconds by which a wake-up call takes longer for a sleeper on an idle CPU than for one on the waker's own", sent));
        if (SpreadFit.Idle(readings) is { } idle) yield return new("idle_spread", Percent(idle), Measured("futex, epoll.wake: boxes of the wake-up latencies after 10 us to 10 ms of idling, in percent", idle));
        if (SpreadFit.Cold(readings) is { } cold) yield return new("cold_spread", Percent(cold), Measured("cold: boxes of what the first round trip takes longer, in percent", cold));
        var chases = MemoryProbe.Chains.Select(chains => (MemoryProbe.Id, $"chains={chains}")).ToArray();
        if (readings.Estimate(chases, values => values[0] / values.Min()) is { } parallel)
            yield return new("refill_parallelism", string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp((int)Math.Round(parallel.Value), 1, MostRefills)}"), Measured("memory: one chase of pointers against up to eight at once", parallel));
    }

    private static string Percent(Estimate share) => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(share.Value)}%");

    private static string Measured(string what, Estimate estimate) =>
        string.Create(CultureInfo.InvariantCulture, $"measured: probe {what}, median of {estimate.Blocks} blocks, 95 % interval [{Figure(estimate.Low)}, {Figure(estimate.High)}]");

    private static string Figure(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.##", CultureInfo.InvariantCulture);

    private static string? Size(string? sysfs) => sysfs is not null && SizeText().Match(sysfs) is { Success: true } match ? Written(int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), match.Groups["unit"].Value) : null;

    private static string Written(int number, string unit) => unit == "K" && number % 1024 == 0 ? $"{number / 1024}MiB" : $"{number}{unit}iB";

    [GeneratedRegex("^(?<number>[0-9]+)(?<unit>[KM])$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SizeText();
}
