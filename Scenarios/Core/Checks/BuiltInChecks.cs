using System.Text;
using GmpSim.Scenarios.Reading;
using GmpSim.Scenarios.Spec;

namespace GmpSim.Scenarios.Checks;

/// <summary>The scenario files that come with the simulator for holding its models against real runs: <c>Scenarios/calibration</c>.</summary>
public static class BuiltInChecks
{
    private const string Prefix = "checks/";

    /// <summary>Names of the files in order, without their ending.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(BuiltInChecks).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(name => Path.GetFileNameWithoutExtension(name))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads one of them.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="options">What changes in every scenario, such as the machine that was measured.</param>
    public static ReadResult Read(string name, ReadOptions options)
    {
        using var stream = typeof(BuiltInChecks).Assembly.GetManifestResourceStream($"{Prefix}{name}.yaml")
            ?? throw new ArgumentException($"There are no built-in checks called '{name}'.", nameof(name));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return ScenarioReader.ReadText($"Scenarios/calibration/{name}.yaml", reader.ReadToEnd(), options);
    }
}
