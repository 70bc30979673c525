using System.Globalization;
using GmpSim.Calibration.Measuring;
using GmpSim.Engine;

namespace GmpSim.Calibration.Fitting;

/// <summary>Writes a machine profile as <c>run --machine</c> takes it.</summary>
public static class ProfileWriter
{
    private const double NanosecondsPerMicrosecond = 1_000;
    private const double NanosecondsPerMillisecond = 1_000_000;

    /// <summary>Writes <c>machine.yaml</c>.</summary>
    /// <param name="output">Takes the text; its line end must be a line feed.</param>
    /// <param name="result">What was measured.</param>
    /// <param name="defaults">Costs of generic-x86: key, value, source.</param>
    /// <param name="date">When it was measured.</param>
    public static void Write(TextWriter output, CalibrationResult result, IReadOnlyList<(string Key, SimDuration Value, string Source)> defaults, DateTimeOffset date)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(defaults);
        output.WriteLine("profile: machine");
        output.WriteLine("base: generic-x86");
        output.WriteLine("about: >");
        output.WriteLine("  Measured by gmpsim calibrate on " + date.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC.");
        foreach (var (name, value) in result.MachineLines) output.WriteLine($"  {name}: {OneLine(value)}.");
        WriteTopology(output, result.Facts.Topology);
        output.WriteLine("traits:");
        foreach (var trait in result.Traits) WriteEntry(output, trait.Key, trait.Value, trait.Source);
        output.WriteLine("costs:");
        var measured = result.Costs.ToDictionary(cost => cost.Key, StringComparer.Ordinal);
        foreach (var (key, value, source) in defaults)
        {
            if (!measured.TryGetValue(key, out var cost)) WriteEntry(output, key, value.ToString(), $"not measured: {NotMeasured.Reason(key, result.Readings)}; default of generic-x86 ({source})");
            else if (cost.IsMeasured) WriteMeasured(output, cost);
            else WriteUnresolved(output, cost, value, source);
        }
    }

    /// <summary>A duration as a profile writes it, four digits at most.</summary>
    public static string Duration(double nanoseconds) => nanoseconds switch
    {
        < NanosecondsPerMicrosecond => Text(nanoseconds, "ns"),
        < NanosecondsPerMillisecond => Text(nanoseconds / NanosecondsPerMicrosecond, "us"),
        _ => Text(nanoseconds / NanosecondsPerMillisecond, "ms"),
    };

    private static void WriteTopology(TextWriter output, CpuTopology topology) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"topology: {{ sockets: {topology.Sockets}, llcs_per_socket: {topology.LlcsPerSocket}, cores_per_llc: {topology.CoresPerLlc}, threads_per_core: {Math.Min(2, topology.ThreadsPerCore)}, numa_nodes_per_socket: {topology.NumaNodesPerSocket}, source: \"sysfs, CPUs that this process may use\" }}"));

    private static void WriteMeasured(TextWriter output, FittedCost cost)
    {
        var interval = $"[{Duration(cost.Low)}, {Duration(cost.High)}]";
        WriteEntry(output, cost.Key, Duration(cost.Nanoseconds), $"measured: {cost.Explanation}; median of {cost.Blocks} blocks, 95 % interval {interval}");
        output.WriteLine($"    low: {Duration(cost.Low)}");
        output.WriteLine($"    high: {Duration(cost.High)}");
        output.WriteLine($"    blocks: {cost.Blocks}");
    }

    // Where even the upper end of the interval is below the default, the default is known to be wrong here.
    private static void WriteUnresolved(TextWriter output, FittedCost cost, SimDuration value, string source)
    {
        if (cost.High > 0 && cost.High < value.Nanoseconds) WriteEntry(output, cost.Key, Duration(cost.High), $"not resolved, upper end taken, which is below the default of generic-x86 ({value}): {cost.Explanation}");
        else WriteEntry(output, cost.Key, value.ToString(), $"not resolved, default kept: {cost.Explanation}; default of generic-x86 ({source})");
    }

    private static void WriteEntry(TextWriter output, string key, string value, string source)
    {
        output.WriteLine($"  {key}:");
        output.WriteLine($"    value: {value}");
        output.WriteLine($"    source: \"{OneLine(source).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
    }

    private static string OneLine(string text) => string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Trim();

    private static string Text(double value, string unit)
    {
        var digits = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
        return Math.Round(value, digits).ToString("0.###", CultureInfo.InvariantCulture) + unit;
    }
}
